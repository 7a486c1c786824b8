"""Words by what they are in a chart: names of conditions, qualifiers, and what names none.

A mention needs a word that names a condition or a status. Sites, modifiers, procedures, people,
tests and verbs belong to a mention but make none.
"""

from __future__ import annotations

from guidelines import lazy_re as re


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


_ENDINGS = re.compile(
    r"(?:itis|itides|osis|oses|emia|emias|aemia|oma|omas|omata|pathy|pathies|algia|algias|uria"
    r"|plegia|"
    r"plegic|paresis|parietic|rrhea|rrhoea|rrhagia|rrhage|phobia|iasis|cele|celes|ectasis|ectasia"
    r"|megaly|penia|cytosis|"
    r"trophy|plasia|stenosis|spasm|spasms|dynia|pnea|pnoea|phagia|phasia|phonia|arthria|opia|opsia"
    r"|sclerosis|malacia|"
    r"lithiasis|ptosis|ptysis|lepsy|thymia|somnia|kinesia|kinesis|tonia|melia|dactyly|cephaly|"
    r"philia|mnesia|ostomy|toxicity|embolism|embolus|emboli|thrombus|thrombi|infarct|infarction"
    r"|infarcts|"
    r"ischemia|hemorrhage|natremia|kalemia|tension|lipidemia|thyroidism|parathyroidism"
    r"|vascularization|sthenia)$"
)
_NO_CONDITION_ENDING = word_set(
    """
    genitalia tension extension intention attention potassium diagnosis diagnoses prognosis
    prognoses history philia anastomosis consent mitosis symphysis urinalysis soma aroma
    diploma biopsia
    """
)

CONDITIONS = word_set(
    """
    abortion abscess abscesses abrasion abrasions abuse abuser ache aches aching addiction
    adhesion adhesions agitation aggression allergy allergies allergic alcoholism amaurosis
    amputation amputee anaphylaxis anesthesia aneurysm aneurysms angina anomaly anorexia
    anxiety anxious aphasia apnea arrest arrhythmia arrhythmias arthralgia ascites aspiration
    asthma ataxia atresia attack autism autistic avulsion bacteremia bleed bleeding bleeds
    blind blindness blister blisters blocked block bloating bradycardia breakdown breech
    bronchospasm bruise bruises bruising bruised bulimia bunion burn burns burned scald scalds scalded calculus
    calculi cancer cancers carrier cataract cataracts cellulitis chalazion chills chlamydia
    cholera cirrhosis claudication cleft clot clots coagulopathy cold colic collapse collapsed
    colonization colonized concussion confusion confused congestion conjunctivitis
    constipation contamination contraction contracture contractures contusion contusions
    convulsion convulsions corrosion cough coughing cramp cramps cramping cryptorchidism
    cyanosis cyst cysts cystic deafness death decompensation decubitus defect defects
    deficiency deficiencies deficit deficits deformity deformities degeneration dehiscence
    dehydration dehydrated delirium delusion delusions dementia dependence dependent
    depression depressed depressive deprivation derangement desaturation detachment diabetes
    diabetic diarrhea diplopia disability discharge discoloration discomfort disease diseases
    dislocation dislocated disorder disorders displacement dissection distention distress
    disturbance diverticula diverticulum dizziness dizzy dermatitis drowning drug-induced
    dysfunction dystocia eclampsia preeclampsia pre-eclampsia ectopic eczema edema effusion
    effusions emaciation embolism emphysema empyema encephalopathy enlargement entrapment
    enuresis epilepsy epileptic epistaxis eruption erosion erosions erythema exacerbation
    exanthem exfoliation exhaustion exophthalmos exostosis exposure failure faint fainting
    fall falls fallen fell fasciculation fatigue fatigued fever febrile fibrillation fibroid
    broke fibroids fibromyalgia fibrosis fissure fissures fistula fistulas flutter fracture
    fractures fractured frostbite gangrene gastroparesis glaucoma goiter gonorrhea gout gouty
    granuloma growth hallucination hallucinations headache headaches heartburn hemiparesis
    hemiplegia hemorrhage hemorrhoid hemorrhoids hepatitis hernia hernias herniated herniation
    herpes hiccups hives hirsutism hoarseness homeless homelessness hydrocephalus
    hyperactivity hypertension hypertensive hypotension hypotensive hypertrophy hypothermia
    hypoxia hypoxic hypoxemia ideation ileus illness immobility immunodeficiency
    immunosuppression impaction impaired impairment impetigo impingement impotence
    incompetence incontinence incontinent indigestion infarct infarction infection infections
    infected infertility infestation inflammation influenza injury injuries insomnia
    instability insufficiency intolerance intoxication ischemia ischemic itch itching jaundice
    keloid kyphosis laceration lacerations lesion lesions lethargy lethargic leukemia
    leukocytosis lightheaded lightheadedness lipoma lordosis loss lump lymphoma
    lymphadenopathy malaise malabsorption malaria malformation malfunction malignancy
    malignancies malignant malnutrition malposition malpresentation malunion nonunion mania
    manic mass masses measles melanoma melena menopause menopausal metastasis metastases
    metastatic migraine migraines miscarriage mole molluscum mononucleosis mumps murmur
    myalgia myalgias myeloma myopia narrowing nausea nauseous necrosis necrotic neglect
    neoplasm neoplasms neuralgia neuropathy neutropenia nevus nodule nodules noncompliance
    nonadherence numbness nystagmus obese obesity obstruction obstructive occlusion occluded
    osteomyelitis osteopenia osteoporosis otitis overdose overload overweight pain pains
    painful pallor palpitations palsy palsies paralysis paranoia paraplegia paraplegic
    paresthesia paresthesias parkinsonism perforation perforated petechiae pharyngitis
    phlebitis photophobia pneumonia pneumothorax poisoning polyp polyps polyuria polydipsia
    prediabetes pregnancy pregnant prematurity preterm premature pressure-injury prolapse
    pruritus psoriasis psychosis psychotic ptosis quadriplegia rash rashes reaction reflux
    regurgitation rejection relapse retardation retention retinopathy rhinorrhea rosacea
    rupture ruptured sadness sarcoma scabies scar scarring schizophrenia sciatica scoliosis
    seizure seizures self-harm sepsis septic septicemia sequelae sequela shingles shock
    shortness sinusitis sleepiness smoker smoking smokes snoring sore sores spasm spasms
    spasticity sprain sprains sprained squint stenosis stiffness stillbirth stillborn sting
    stings stone stones strabismus strain strains strained stricture strictures stridor stroke
    strokes stupor stuttering stye subluxation suicidal suicide sunburn suppuration swelling
    swollen syncope syncopal syndrome syphilis tachycardia tachypnea tear tears tenderness
    tendinitis tetanus thrombosis thrombus thrush tic tics tinnitus tiredness tonsillitis torn
    torsion torticollis toxicity transfusion-related tremor tremors tuberculosis tumor tumors
    tumour ulcer ulcers ulceration ulcerated unconscious unconsciousness underdosing
    underweight unresponsive urgency urticaria uveitis vaginitis varices varicose vasculitis
    vegetative vertigo viremia virus vomiting wart warts wasting weakness weak wheeze wheezing
    wheezes withdrawal wound wounds xerosis zoster tachyarrhythmia intussusception volvulus
    nocturia hematuria dysuria frequency tobacco-use labor cesarean liveborn newborn delivery
    dimple dimples anhedonia mucositis cachexia crepitus deconditioning drooling droop hangover hemiplegic
    hydronephrosis hypoglycemic hyperglycemic ketoacidosis acidosis alkalosis hypercapnia
    hypercapnic mastectomy lactation malingering orthopnea overactive underactive panic pica
    pinworms polyhydramnios oligohydramnios previa abruption abnormal abnormality
    abnormalities elevated adverse poisoned assaulted assault bite bites bitten collision
    dialysis hemodialysis ventilator tracheostomy colostomy ileostomy gastrostomy transplant
    transplanted pacemaker defibrillator absence quadriplegic resistant resistance retained
    sedation screening vaccination immunization checkup crisis dependency disuse flare
    gonococcal hyperemesis hypomania bereavement grief unemployment poverty illiteracy
    loneliness myoclonus chorea dyskinesia dystonia
    """
)

QUALIFIERS = word_set(
    """
    acute chronic subacute acute-on-chronic recurrent persistent intermittent paroxysmal
    permanent longstanding mild moderate severe profound morbid extreme intractable refractory
    uncontrolled unstageable stage grade type class degree displaced nondisplaced
    non-displaced comminuted transverse oblique spiral segmental greenstick open closed
    compound complete incomplete partial total systolic diastolic combined hypoxic hypercapnic
    hypoxia hypercapnia bleeding hemorrhage hemorrhagic perforated perforation obstruction
    obstructed gangrene gangrenous bilateral unilateral left right primary secondary
    metastatic malignant benign congenital acquired postoperative postprocedural traumatic
    nontraumatic pathological pathologic stress idiopathic drug-induced drug alcoholic alcohol
    diabetic hypertensive viral bacterial aspiration ventilator-associated streptococcal
    staphylococcal mrsa mssa pseudomonas septic infected necrotizing proliferative
    nonproliferative macular wet dry exudative early advanced intermediate late remission
    relapse exacerbation agitation psychotic behavioral nonunion malunion single multiple deep
    superficial anterior posterior lateral medial proximal distal upper lower middle
    gestational preexisting first second third fourth fifth 1st 2nd 3rd 4th 5th i ii iii iv v 1 2 3 3a 3b 4 5
    sacral coccygeal heel ischial hip buttock ankle foot knee hand wrist elbow shoulder
    forearm thigh calf toe hallux finger plantar midfoot eye ear lung breast colon sigmoid cecum
    rectum liver bone brain spinal spine cervical thoracic lumbar prostate bladder kidney
    ovary uterus pancreas stomach esophagus skin scalp face neck abdominal pelvic chest back
    exposed necrosis muscle fat layer
    """
)
"""Words that make a condition more specific, also where they stand apart from it."""

NOISE = word_set(
    """
    patient pt male female man woman boy girl lady gentleman year years old yo day days week
    weeks month months hour hours ago today yesterday tomorrow now seen visit clinic office
    hospital ed er icu admitted admission discharge discharged presents presented presenting
    presentation present arrival noted note notes found documented documents provider
    physician doctor nurse surgeon diagnosis diagnoses diagnosed dx assessment impression plan
    history hx stable unchanged treated treatment therapy therapies started continue continued
    continues continuing given gave received taking takes took stopped held increased
    decreased refill refilled daily weekly bid tid qid prn mg mcg ml dose doses tablet tablets
    pill pills iv po per follow followup review reviewed check checked exam examination lab
    labs test tests tested testing film films ct mri xray x-ray ultrasound echo ekg ecg
    imaging scan report reports reported reporting shows showed show showing reveals revealed
    confirmed confirms code codes coded coding reportable assign assigned sequence query
    guideline bill billed claim principal listed additional secondary-code right-code what
    which how when where why who whose used using add added pick sided needing need needs
    needed want wants know says said states stated call called carries carry calls appears
    mother mom father dad brother sister family wife husband daughter son kitchen house home
    work school callus-formation cycle dressing clean cleaned cleaning wash washed removed
    removal management managed counseled counselling counseling education advised referred
    refer schedule scheduled planned planning monitor monitored ordered order pending awaiting
    returns return came come comes brought went going still well good normal negative better
    worse improved improving about around since until during through over under consult
    consultation evaluation evaluate evaluated evaluating record chart records room air reason
    service services
    """
)
"""Words of the chart's and the question's telling: no part of a condition's name at its ends."""

PROCEDURES = re.compile(
    r"\w+(?:ectomy|ectomies|plasty|plasties|otomy|ostomy|oscopy|graphy|centesis|desis|pexy|tripsy)|"
    r"cabg\w*|pci|ptca|tavr|tavi|evar|tka|tkr|tha|thr|btl|bso|tah(?: ?[-/] ?bso)?|lobectomy"
    r"|amputation|transplant(?:ation)?|"
    r"bypass(?: surgery)?|stent(?:ing)?|fusion|arthrodesis|ablation|c-?section|cesarean(?: section"
    r"| delivery)?|"
    r"ltcs|rltcs|(?:r?a?l)?tlh|lavh|ralh|lsh|pltcs|acdf|[apt]lif|chemo(?:therapy)?|radiation(?: therapy)?|xrt|immunotherapy"
    r"|hysterectomy|vasectomy|"
    r"(?:lap(?:aroscopic)? |open )?(?:chole|appy|cholecystectomy|appendectomy)|(?:knee|hip|shoulder|joint"
    r"|valve) replacement|resection|turp|turbt|bmt|rygb|sleeve"
    r"|gastric bypass",
    re.IGNORECASE,
)
"""Procedures whose past makes a status; under way they are no diagnosis."""

AMBIGUOUS = word_set(
    """
    add age aid aids all am an and as at bad bed bend bid bite blue boo cap cat chef clap code
    cold con cone cop crab crest cut dat dep dip dish did do doe dot down dress dts due ed em
    end er ex eye fab fad fat fib fin find fit for gas get go goo grave had ham hang has hat
    head her hi hip his hit home hot how if ill in is it jam lad lap lead led let lid lie lift
    line load low lump mac mad man map mat may me mean men met mets mid mild mind mix mod mole
    mom moms mono new no nod nose not old on one op open or out pad pan pap par pas pat pea
    peg pen per pet pg pi pic pie pin pip place plan plus pop pot pots pour pre pres ps rad
    rae ran rap rat raw red rest rid ring rip rod rom row rub run sad said sap sar sat saw say
    sb scar see set she shot sir sis sit six sky so spa spam spec ss st stem step sub sum sun
    tab tag tan tap tar ten the this tic tie tin tip to ton too top try two ua up us use van
    was way we wet who why wind with yes you net sib ca co dr fh hr id im la ma mi mo mr ms pa pe pm
    pt ra rt sa si ta te ti tr cm mm mg ml kg cc min sec mcg ng dl hrs nl obs svd di lac
    """
) - {"mi", "ms", "ra", "pe", "rt", "mets", "mono", "lump", "fib", "ill", "ua"}
"""Ordinary words that spell an abbreviation too: that only in capitals."""

NO_ORDINARY = word_set(
    """
    code coded codes coding corrosion carries kitchen callus attack attacks cord strain wind discharge
    fit rate axis atlas contact activity complete complication sign result line place passage
    inhalation clot clots sequelae sequela abrupt cutaneous eversion finding load infant stimulant opioid mild
    """
)
"""Names of something in the classification that in a chart mostly are not, alone."""


NOT_ALONE = word_set(
    """
    broke patient male female man woman child adult person other type stage grade class level site
    side history family day days week month year time visit follow followup care treatment
    therapy exam examination test testing screening procedure surgery operation drug
    medication dose blood skin bone heart lung liver kidney brain eye ear nose throat mouth
    neck chest abdomen back arm leg hand foot hip knee ankle wrist elbow shoulder finger toe
    face head body stomach colon breast acute chronic mild moderate severe primary secondary
    recurrent initial subsequent encounter normal abnormal positive negative new old present
    status home school work place activity food water air fire smoke car truck bicycle bus
    animal dog cat object use unspecified multiple single complete partial total right left
    bilateral upper lower distal proximal anterior posterior lateral medial central function
    disorder disease condition syndrome finding sign symptom problem injury complication
    infection result value increase decrease due cause organism virus bacteria first second
    third one two three none not no yes with without admission discharge code coding born
    birth delivery alcohol tobacco opioid cannabis cocaine insulin contact exposure physical
    mental emotional social general specific support intact stable evaluation management plan
    complaint risk factor course line drainage movement walking running tennis football
    counseling education behavior stress sleep weight height pressure temperature rate volume
    device implant graft catheter tube removal fitting adjustment replacement presence absence
    lack need surveillance observation consultation aftercare lesion mass pregnancy gestation
    trimester fetus mother father infant baby newborn maternal donor deficit deficits symptoms
    defect disturbance impairment loss failure exacerbation reaction withdrawal dependence
    resistance retained elevated impaired abnormality adverse malignant benign block arrest
    collapse obstruction occlusion perforation rupture insufficiency deficiency illness
    neoplasm wound stone stones tumor growth frequency urgency resistant flare crisis
    intolerance overload enlargement conditions complications infections diseases disorders
    injuries findings defects lesions bleeding screen vaccination immunization contraction
    narrowing weak carrier premature term preterm labor liveborn metastatic infected septic
    ischemic diabetic hypertensive hypoxic cystic necrotic depressive painful alcoholic
    allergic obstructive
    """
)
"""Words that some title or inclusion term consists of, but that name no condition alone."""

SITES = word_set(
    """
    skin bone heart lung liver kidney brain eye ear nose throat mouth neck chest abdomen back
    arm leg hand foot hip knee ankle wrist elbow shoulder finger toe face head stomach colon
    breast blood prostate bladder ovary uterus pancreas esophagus thyroid spine spinal
    cervical lumbar thoracic sigmoid rectum renal cardiac hepatic pulmonary respiratory
    abdominal pelvic valve lymph nerve muscle
    """
)
"""Sites that make a condition of a word that says little alone."""

ALONE_ALSO = word_set("pregnancy stroke stone stones bleeding tumor preterm")


def names_condition(word: str) -> bool:
    """Whether a lower-case word by itself says that the words around it are a condition."""
    if word in CONDITIONS:
        return True
    return word not in _NO_CONDITION_ENDING and len(word) > 5 and bool(_ENDINGS.search(word))


_VACCINE = (
    r"(?:flu|influenza|covid(?:-?19)?|mmrv?|varicella|chickenpox|vzv|hep(?:atitis)? ?[ab]|hpv|men(?:ing\w*|acwy|b)|pneumo\w*"
    r"|pcv ?\d*|ppsv ?\d*|prevnar|rsv|shingrix|zoster|shingles|t?dap|dtap|td|ipv|polio|hib|rota\w*|rabies|tetanus"
    r"|typhoid|yellow fever|measles|mumps|rubella|bcg)"
)
_VACCINES_GIVEN = (
    rf"\b{_VACCINE}(?:(?:\s*[,/&+]\s*|\s+and\s+|\s*,\s*and\s+){_VACCINE})*\s+(?:#? ?\d\s+)?"
    r"(?:(?:vaccin\w+|shots?|immuni\w+|boosters?|jabs?)\b"
    r"|(?:vaccines? |shots? )?(?:was |were |are )?(?:given|administered)\b(?=\s*(?:$|[.;,\n)]|today|im\b|by\b|in\b|at\b|now\b)))"
)
"""Vaccines by the diseases they are against: "MMR, varicella given", "flu and covid shots"."""
NO_CONDITION = re.compile(
    rf"{_VACCINES_GIVEN}|\b(?:not|never|un-?)\s?(?:been )?vaccinat\w+ (?:for|against) {_VACCINE}\b|"
    r"\bICD[- ]?10(?:[- ]?(?:CM|PCS))?\b(?! (?:years?|yrs?|y) )|\b(?:on |by |until |since )?HD ?#? ?\d{1,2}\b"
    r"|\b(?:wound|incision) (?:was )?opened(?! up)(?=[^.;\n]{0,25}\b(?:bedside|in (?:the )?(?:or|ed|clinic|office)|and|packed"
    r"|to drain|by|w/|with|drain\w*|irrigat\w*|wash\w*|evacuat\w*))"
    r"|\b(?:wound|urine|sputum|stool|throat|tissue) (?:cxs?|cultures?)\b(?! ?(?:\+|pos))"
    r"|\bBRCA ?(?:[12](?:/[12])?)?[- ]*(?:neg\w*|wild\w*|WT|VUS|test\w*|mutation neg\w*)"
    r"|\b(?:with|without|w/o?|any|new|no|the)? ?abnormal findings?\b"
    r"|\bfaint(?:ly)?(?= (?:\w+ )?(?:densit\w+|opacit\w+|shadow\w*|lines?\b|murmur|rash|erythema|icter\w*|pulses?|streak\w*"
    r"|bruis\w*|crackles|wheez\w*|smell|odor|scars?\b|heart|smile|macul\w*|pink|facial|jaundice))|\bpowder[- ]burn\w*"
    r"|\bweight loss(?= (?:is|goals?|program|plan|surgery|counsel\w*|encouraged|advised|recommended"
    r"|as|efforts?|medications?|meds|journey|clinic))"
    r"|(?:(?<=remission )|(?<=controlled )|(?<=stable )|(?<=quiescent )|(?<=well )|(?<=resolved )"
    r"|(?<=fine ))off (?:all )?med\w*|(?-i:\A\w{2,10} ?/ ?UC\b)"
    r"|\bdating (?:scan|us|u/s|ultrasound)\b(?! (?:ordered|needed|today|scheduled))"
    r"|\b[RL]HD\b(?=[^.;\n]{0,40}(?:hemi|weak|stroke|\bcva\b|infarct|\bhand\b|wrist|finger|paresis|\bfx\b|elbow|shoulder|thumb))"
    r"|\bcuts? (?=(?:(?:his|her|their|the) )?\w+ (?:to (?:every|once|half|qod|one|daily)|in half|back|down))|\bcuts? (?:back"
    r"|down|out|salt|snack\w*|sugar|carb\w*|sodium|calories|alcohol|caffeine|soda|the dose|dose|short)\b"
    r"|\b(?:for|planned|elective|scheduled|admitted for|admission:?) (?:an? )?(?:induction of labou?r|labou?r induction)\b"
    r"|\bnewborn term\b|(?<![\w-])(?<!post )(?<!pre )(?:full[- ])?term (?:nb|newborn|infant|baby)\b|\bDAT\b(?=\W{0,2}(?:\+"
    r"|pos|neg|weak))"
    r"|\bAC-?T\b|\ballergy (?:referral|consult|testing|f/u|list)"
    r"|\b(?:per"
    r"|by|with|see|f/u|c/s)? ?(?<!mild )(?<!moderate )(?<!severe )(?<!profound )(?<!borderline )ID\b"
    r"|\b(?:di|mo)[-/ ]?(?:di|mo)\b|\bhep(?:atitis)? ?B (?:#\d|vax|vacc\w*|given|shot"
    r"|series|immune|surface)|\A[\w &/]{0,30}\b(?:disorders|diseases) ?:|\bfalling(?= (?:to|from|hcg|nicely|approp))"
    r"|\b(?:rubella|varicella|vzv|measles|mumps|hep(?:atitis)? ?[ab]|hbsag|toxo)[ -]*(?:non-?immune|immune|NI\b|equivocal"
    r"|titer|igg)"
    r"|\bGBS (?:swab\w*|cx|culture|collected|unk\w*|status|screen|neg\w*)|\bmono[-/ ]?(?:di|mono)\b"
    r"|\b(?:UTD|up to date)\W{0,2}(?:on |with )?tetanus"
    r"|\btetanus (?:UTD|up to date|given|shot|booster|vacc\w*|tox\w*|current|status)"
    r"|\bHH (?:RN|PT|OT|aide|nurs\w*|visit|recert\w*|agency|SN|eval|care)|\bped\w* UC\b|\beating(?! disorder)"
    r"|\b(?:PEG|trach|g-?tube|foley|picc|pacemaker|ppm) (?:deferred|declined|refused|planned|not placed|discussed|considered)"
    r"|\b(?:resp(?:iratory)? status|breathing|improved|stable)[^.;,]{0,12} RA\b(?! flare)"
    r"|\bHPV (?:#\d|vacc\w*|shot|series|dose)|\bgenetics? (?:consult\w*|referral|eval\w*|to see)"
    r"|\b(?:by|per|sees?|seen by|saw|call(?:s|ed)?|notif(?:y|ied)|f/u w/|(?:f/u|follow[- ]?up) with|her|his|their|your|our|outpt)"
    r" (?:the |her |his |an? |new )?PCP\b|\bPCP(?= (?:f/u|follow\w*|appt|appoint\w*|visit|office|clinic|notified|aware|started"
    r"|stopped|rx\w*|refer\w*|sent|prescribed|recheck\w*|will|to|in \d|within|for (?:f/u|recheck|labs|bp)|last|noted?|gave"
    r"|manag\w*)\b)"
    r"|\b(?:e?toh|ethanol|alcohol)(?: level)?\W{0,3}(?:[<>]|0?\.\d|\d{1,3}(?= ?(?:mg|%|$|[.;,)\n])))"
    r"|\bsinus(?:es)? (?:clear|nontender)|\bnet (?:negative|positive|loss|gain"
    r"|[-+\d])|\b\d[\d.,]* ?(?:x ?\d[\d.]* ?)*cm\b"
    r"|\b(?:K|Na|Mg|(?-i:Ca|CA)|Cl|P|Cr|Hgb?|Plt|Bili) (?:of |was |is )?(?!(?:19|20)\d\d\b"
    r"|\d{1,2}(?::\d\d)? ?o[’']?clock)\d|\bgave\b"
    r"|\b(?:AV|arteriovenous|(?:upper |lower )?arm|dialysis|radiocephalic|brachiocephalic) fistula"
    r"|\blow[- ](?:salt|sodium) (?:diet|food)|\blow[- ]salt\b"
    r"|\bnon[- ]?smok(?:ers?|ing)\b|\b(?:smokers?|smoking) in (?:the )?(?:home|house(?:hold)?)\b"
    r"|\bnever[- ](?:a )?smok\w+|\bno smok\w+|\bsmoke(?:s|rs?)? (?:detector|free)"
    r"|\bS-?T[- ](?:dep|elev|seg|chang|abnorm)\w*|\bSBPs? ?(?:of |was |in (?:the )?|to |up to |~|>|<)*\d"
    r"|(?<=[,;+&] )tetanus(?=\W*(?:$|[.;,\n]))|\b\d[\d./-]* ?hrs?\b|\bPE (?:otherwise|nl|wnl|normal|unremarkable|today|notable)"
    r"|\b(?:to|at|from|by|via) UC\b"
    r"|(?:%|→|->|\bsats?|\bspo2|\bo2|\d) ?(?:on |to )?RA\b"
    r"|\b(?:weaned|extubated|cpap|bipap|hfnc|cannula|nc|\d ?d|off o2|back)\b[, ]*(?:then |on |off )?(?:to )?RA\b"
    r"|\bthen (?:to )?RA(?=[.,;\n])|(?:y/?o|\byears?[- ]old|\b\d+ ?y) (?:[WB][MF]|AA[MF]|HM)\b"
    r"|\b(?:menopause|menopausal|menarche)(?: at)?(?: age)? \d+"
    r"|\bhospice (?:info\w*|referral|consult\w*|eval\w*|liaison|brochure|discuss\w*|offered|declined|option)"
    r"|\bincarcerated(?= (?:omentum|omental|bowel|loop|small|fat|content|tissue|ovary|appendix|uterus|retroverted))"
    r"|(?<=hernia, )incarcerated\b|(?<=hernia )incarcerated\b|\bwas incarcerated in the\b"
    r"|\bcutting (?!(?:him|her|them)sel|behavio)|\b(?:HD|hemodynamically) stable"
    r"|\b(?:lac|lact)\.? (?:of |was |=)?\d(?![\d.]* ?(?:cm|mm|in\b|inch))"
    r"|\bTBI screen\w*|\bnon[- ]?(?:diabetic|hypertensive|septic|obese)s?\b"
    r"|\bHPV (?:co-?)?(?:test\w*|typing|reflex|pcr|dna|neg\w*|vaccin\w*|series|vax)|\bco-?test\w*"
    r"|\bCMP\b(?=,? (?:ok|nl|wnl|neg|normal|unrem\w*|pending|reviewed|today|stable|drawn|unchanged|good|fine)\b)"
    r"|\b(?:CBC|BMP|TSH|A1c|lipids?|labs)(?:[,/ &]| and )+CMP\b|\bCMP(?:[,/ &]| and )+(?:CBC|TSH|A1c|lipids?|Mg|LFTs?|UA)\b"
    r"|(?-i:\bCa\b(?=[ /]?(?:gluc|chlor|carb|citrate|acetate|D\b|vit|supp|channel|score)|\+\+))"
    r"|(?-i:\bRA)(?=[- ](?:lap\w*|assisted|TLH|RALP|BSO|hyst\w*|prostatectomy|nephrectomy|myomectomy|colectomy|\w+ectomy))"
    r"|(?-i:\A\W*UC\b(?= (?:note|visit|provider|chart|walk))|\bUC\b(?= (?:note|visit|provider|doc|clinic|walk)))"
    r"|\b(?:glass\w*|bottle|plate|dish|bowl|window|jar|mug|vase|needle|blade|chair|ladder|rung|bulb|stick|rope|bed"
    r"|step|screen|mirror|cup|knife|tool|handle|strap|stool|bench) (?:had |just |then )?(?:broke|fractured|collapsed)"
    r"|\bSUD (?:referral|refer\w*|tx|treatment|program|clinic|counsel\w*|services|eval\w*|team|consult|screen\w*|resources)"
    r"|\bROP (?:exams?|screen\w*|check|f/u|eval\w*|due|schedul\w*)|\b(?:vit(?:amin)? K|EES|erythro\w*)[,/ &]+(?:and )?HBV"
    r"|\bHBV(?=(?:[,/ &]| and )+(?:vit(?:amin)? K|EES|erythro|#\d|given|vacc))"
    r"|\bfits(?= (?:the|best|better|here|into|with|criteria|this|that|code|in)\b|\W*$|\W*\n)"
    r"|\bMETS? ?(?:[<>~=≥≤]|\d)|\b(?:\d|exercise|activity|functional capacity|achieved) ?METs\b"
    r"|\b(?:MMRV?|varicella|hib|ipv|[dt]?dap|d?tap|pcv ?\d*|rota(?:virus)?|flu|influenza|pneumo(?:coccal|vax)?|zoster"
    r"|shingles|shingrix|prevnar|gardasil|hpv|meningococcal|hep(?:atitis)? ?[ab]|covid(?:-19)?|rsv|tetanus|measles|polio)"
    r"(?: ?\d{2})?(?: ?[/,&+] ?(?:and )?\w+| and \w+){0,6}(?: (?:vacc\w*|vax\w*|shots?|boosters?|imm\w*))?"
    r",? (?:(?:#|dose )\d )?(?:(?:were|was|is|are) )?(?:(?:over)?due|held|deferred|postponed|discussed|recommended|advised"
    r"|encouraged|offered|(?:done|received|given|current|utd|up to date|complete[d]?)(?=\W*(?:$|[.;,\n]))(?<!given))"
    r"(?! (?:today|here|in (?:clinic|office)))\b"
    r"|(?<=incision )cdi\b|(?<=incisions )cdi\b|(?<=dressing )cdi\b|(?<=wound )cdi\b|(?<=site )cdi\b|(?<=dsg )cdi\b"
    r"|(?<=staples )cdi\b|(?<=sutures )cdi\b|(?<=inc )cdi\b|(?<=port )cdi\b|(?<=drsg )cdi\b"
    r"|\bwound (?:was )?(?:re-?)?opened(?=,| (?:in|by|at|and|to|up by))|\baccessory muscles?\b"
    r"|\b(?:this|last|next|each|every|since|early|late|until|in the|by) fall(?= |[.;,\n]|$)(?! (?:was|from|at|on|off|risk))"
    r"|\b(?:feet|foot|toes|legs|hands|eyes) burn\b|\bdiabetes prevention program"
    r"|\bin (?:the )?DR\b|(?-i:\b(?:ER|PR)) ?(?:\d|[+-](?!\w)|\()|(?-i:\b(?:AR|MR|TR|PR)) \d{2,}"
    r"|\b(?:BG|BS|FSBS|glucose|glucometer|meter|accu-?check)s?\W{1,3}(?:read\w* |was |is |of )?\W?(?-i:HI)\b"
    r"|\b(?:home|dc|d/c|discharged?)(?: home)? (?:w/?|with|\+|and) ?HH\b|\b(?:w/?|with|resume|arrange|order\w*|set ?up) HH\b"
    r"(?! (?:repair|w/|with))"
    r"|\b(?:rabies|tetanus|vaccines?|shots) (?:UTD|up to date|current)|\b(?:UTD|up to date)\W{0,2}(?:on |with |for )?rabies"
    r"|\bDTaP\S*|\bIPV\b(?=[ ,]*(?:and|vaccin|given|due))|\b(?:Hb|Hgb|hemoglobin)[- ]?SS\b(?= (?:crisis|with))"
    r"|\b(?:hepatitis [ABC]|hep [ABC]|HIV|HCV|HBV) (?:exposure: |and \w+ )?"
    r"(?:antibod\w+|ab\b|serolog\w+|screen\w*|tests?|surface)"
    r"|\b(?:HBV DNA|HCV RNA|HIV (?:VL|RNA|viral load))|\b(?:smear|check|send|ordered|labs),? (?:\w+[,/ ]+){0,3}"
    r"(?:HCV|HIV|HBV|HBsAg)(?:/(?:HIV|HCV|HBV))*\b(?! ?(?:pos|\+))"
    r"|\bMRSA (?:screen|swab|nares)|\btetanus (?:is |was )?(?:current|given|up to date|booster|utd)|\btetanus shot"
    r"|\b(?:to (?:exclude|rule out)|for|exclude) (?:cancer|malignancy)\b|\bcancer (?:risk|history form)"
    r"|\bstress[- ](?:dose|test|echo|ulcer prophylaxis|mri)\w*|\binfectious diseases?\b(?! \()"
    r"|\b(?:seizure|aspiration|fall|bleeding|return|suicide|spinal|contact|isolation|flare|airborne) precautions?\b"
    r"|\b(?:wound|pain|burn|stroke|trauma|cancer|fracture|diabetes|hypertension|heart failure|headache|allergy"
    r"|lipid|memory|obesity|transplant|dialysis|infusion|anticoagulation|epilepsy|migraine|copd|asthma|ostomy"
    r"|incontinence|injury|tumou?r|sleep|poison|clot|stone|fertility|weight[- ]loss) (?:clinic|center|centre|unit"
    r"|team|service|board|care|nurse|vac|check|checks|management|survey|program|education|educator|panel|lysis(?! syndrome)"
    r"|surgery|bay|prevention|markers?|medicine|specialist|ward|consult|school|control|follow-?up visit)\b"
    r"|\b(?:depression|anxiety|suicide|hearing|vision|swallow|tb|drug|tox(?:icology)?|urine drug|cancer|malignancy"
    r"|lung cancer|cervical|newborn|antibody|glucose|fall(?:s)?(?: risk)?|developmental|autism|lead) (?:screen(?:ing|s)?"
    r"|score|test(?:ing|s)?|scale|study)\b(?= (?:was |is |of |at |last |all |done |passed|negative|normal|zero|\d|up to date))"
    r"|\b(?:swallow|sleep|gait|nerve) (?:study|screen|test)|\beye exam(?:ination)?\b"
    r"|\b(?:first|second|third|term|previous|prior|early|full[- ]term|singleton|this|her|index|last) pregnanc(?:y|ies)\b"
    r"|(?<!post-)(?<!post )(?<!pre-)(?<!pre )\b(?:full[- ])?term (?:newborn|infant|girl|boy|male|female|baby|liveborn)\b"
    r"|\bterm liveborn\b|\bpregnancy test (?:was )?negative"
    r"|\bCOVID(?:-19)? (?:test|swab|vaccin)\w*|\binfluenza (?:test|swab|antigen)"
    r"|\bscar(?= (?:from(?! (?:\w+ ){0,3}(?:burns?|scald\w*|lac\w*|injury|trauma|bites?|acne|fire|wound))"
    r"|over|well|L\d|clean|healed|of the (?:incision|surgery)|intact|mobile))|\bsurgical scars?\b"
    r"|\bport scars?|\bmass effect|\bcold (?:avoidance|compress|pack|therapy|air|weather|water)|\bstiff(?:ness)? \d"
    r"|\bmorning stiffness \d|\bblood pressure (?:cuff|log|readings?|check)|\bglucose log|\btender(?:ness)? (?:over|at|to)\b"
    r"|\b(?:shock|self-harm) (?:index|kit)|\bpain (?:score|scale|contract|agreement|pump)|\bweight[- ]bearing"
    r"|\b(?:walker|frame|cane|crutch(?:es)?|boot|brace|sling|splint|glasses)\b|\bFoley (?:exchanged|removed|out)"
    r"|\b(?:return|call|come back)(?: \w+){0,3} (?:for|if|with) [^.;]*|\bwatch for [^.;]*",
    re.IGNORECASE,
)
"""Words of conditions that here name a service, a precaution, a measurement or an order."""
_OFFICE = r"(?:CDI|CDIS|MA|PA|RD|RN|NP|OT|ST|SW|PT|DS|HIM|CC|MCC|HCC|RAF|UR|ED|UC|ID|CCA|CCS|CPC|CRC|COC|RHIT|RHIA|ET|MDs?)"
CODERS_TALK = re.compile(
    rf"\b{_OFFICE}(?:['’]?s)?"
    r"(?= (?:\w+ )?(?:wants?|wanted|says?|said|charted|charts|wrote|writes|documents?|documented|thinks?|told|flagged"
    r"|queried|asks?|asked|puts?|adds?|added|adding|assign\w*|codes|coded|picked|nurse|specialist|coder|auditor|quer(?:y|ies)"
    r"|exam|prep|study|student|team|eval|list"
    r"|vendors?|purposes|coding|coders|capture\w*|reviewers?|reviews?|projects?|audits?|gaps?|dashboard|clinic note)\b)"
    r"|\b[A-Z][A-Za-z]{1,4}(?= (?:wants|wanted|says|said|wrote|thinks|told|asks|insists|argues|disagrees"
    r"|(?:is|are|keeps?) (?:asking|saying|telling|insisting|pushing|arguing))\b)"
    rf"|(?i:\b(?:per|(?:seen|reviewed|evaluated|told|asked|queried|flagged|sent|followed) by)) (?:the |our |my )?{_OFFICE}\b"
    r"|\b(?:an?|the|our|as|for|into|lose|gets?|is|CC/|CC or) ?(?:MCC|HCC)s?\b|\bHCC ?\d+|\bWE\b(?= [a-z])"
    r"|\bSW(?= (?:and|&) (?:MD|RN|doc|provider|nurse))"
    r"|(?:\b(?:in|per|on|by) (?:the )?|\A)DS\b|\bDS(?= ?(?:list|dx|:|says|states))"
    r"|\bICD(?:-?(?:9|10))?(?:-?CM)?(?= (?:codes?|coding|books?|index|manual|indexes|line|number))"
    r"|\b(?:exam|test|bowel|surgical|colon\w*|board|wet|skin) prep\b"
)
"""People, papers and books of a coding office, whose letters also stand for conditions."""
