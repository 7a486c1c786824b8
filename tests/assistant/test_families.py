"""Families of yes/no questions that one rule decides: who documents what, which POA indicator."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # a diagnosis is the provider's own
        ("Nurse triage note says 'UTI', provider only wrote dysuria. N39.0?", "no"),
        ("Dietitian wrote severe protein calorie malnutrition, doc nowhere. E43 ok?", "no"),
        ("RT note documents acute respiratory failure, MD only 'SOB'. J96.01?", "no"),
        ("Last year's visit had CKD 3 documented, nothing today. Pull N18.30 forward?", "no"),
        ("wife says he has COPD. code J44.9?", "no"),
        ("can we code obesity from the nurse's BMI of 38", "no"),
        ("can nurse documentation be used for the diagnosis of a pressure ulcer", "no"),
        ("we can't use the nurse's diagnosis of cellulitis, right?", "yes"),
        # details that others may document
        ("can a nurse document the stage of a pressure ulcer for coding purposes?", "yes"),
        ("BMI by the dietitian when provider says overweight: code it?", "yes"),
        ("fx side: only RN says left, MD: 'hip fracture'. Can I use left?", "yes"),
        ("is it wrong to take pressure ulcer stage from the RN", "no"),
        ("Case manager notes patient is homeless. Provider doesn't mention it. Z59.0-?", "yes"),
        # the diagnosis behind the detail is missing, or not told of
        ("BAL 180 by RN, no provider says anything on alcohol. Y90.6 okay", "no"),
        ("BMI 41 only in the nursing flowsheet. Z68.41?", "depends"),
        ("Nurse says stage 3, physician says stage 2. Go with the nurse's stage?", "no"),
        # near misses: the provider makes the diagnosis
        ("Nurse notes fever; MD dx: pneumonia. code J18.9?", "yes"),
        ("Nurse practitioner documented the diabetes. ok to code E11.9?", "yes"),
    ],
)
def test_who_documents(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the infection was there, its organism was found later
        ("Admitted w/ dysuria & fever; urine cx final on day 3 E. coli UTI. N39.0 is POA N?", "no"),
        ("CAUTI cx back on day 3, sx on arrival. Still POA=Y?", "yes"),
        # one part of the code came later
        ("COPD exacerbation started hospital day 4; lungs clear on admission. N for J44.1?", "yes"),
        ("Gastric ulcer known at admission, starts bleeding day 3. K25.4 is POA Y?", "no"),
        ("CLL with acute flare during stay, one code for the leukemia only. POA N?", "no"),
        # chronic, though found later
        ("lung cancer found on CT day 3 of the stay. POA Y?", "yes"),
        ("AKI first documented day 3, labs at admission unknown. POA Y?", "depends"),
        # the codes that are exempt have none
        ("Z68.41 gets POA Y?", "no"),
        ("Z79.01 exempt from POA, leave blank?", "yes"),
        ("S72.001D POA Y?", "no"),
        # who cannot tell, and who does not say
        ("Attending is unable to determine whether the DVT was present on admission: POA U?", "no"),
        ("Chart doesn't say whether it was present, I give POA W. right?", "no"),
        ("is it wrong to give POA N to pneumonia that began on day 4?", "no"),
        ("final dx 'probable pneumonia', is it POA Y?", "depends"),
        ("final dx 'probable pneumonia', cough and infiltrate at admission. POA Y?", "yes"),
    ],
)
def test_poa_indicator(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the question tells nothing of what the rule turns on
        ("diabetic type 2, insulin given during the stay. Do I add Z79.4", "depends"),
        ("s/p STEMI, seen in rehab clinic, no date in chart. I21.3?", "depends"),
        ("Adult, was born premature at 29 weeks. P07.32?", "depends"),
        ("pain after appendectomy. G89.18?", "depends"),
        ("Old CVA. I69.30?", "depends"),
        ("breast cancer with bone mets: mets first?", "depends"),
        # near misses: it tells it
        ("T2DM takes lantus nightly at home, got insulin this admission. Z79.4?", "yes"),
        ("T2DM got insulin drip just two days to bring glucose down. Z79.4?", "no"),
        ("expected pain after surgery, controlled w usual meds. G89.18?", "no"),
        ("Old CVA, no deficits. I69.30?", "no"),
        # a complication of care, as far as the provider relates it
        ("POD2 ileus after colectomy. K91.89?", "depends"),
        ("POD2 ileus after colectomy, surgeon: expected. K91.89?", "no"),
        ("ileus POD2, surgeon documents it as complication of the colectomy. K91.89?", "yes"),
    ],
)
def test_what_the_rule_turns_on(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "inpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("COPD with acute exacerbation: J44.1 rather than J44.9?", "yes"),
        ("COPD with acute exacerbation: J44.9 rather than J44.1?", "no"),
        ("J45.901 instead of J45.909, asthma exacerbation today. ok?", "yes"),
        ("breast cancer on tamoxifen as adjuvant treatment. Z85.3 instead of C50.912?", "no"),
        ("E11.22 and N18.30 instead of N18.30 alone for a diabetic with CKD 3?", "yes"),
    ],
)
def test_one_code_instead_of_another(ask, text: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text, "outpatient").verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Excludes1 issue w Z45.018 + Z95.0? Device clinic: routine pacemaker interrogation, settings adjusted.", "yes"),
        ("Acute cholecystitis with gallstones, lap chole. Is there an excludes1 problem w K80.00 and K81.0", "yes"),
        ("T2DM, HTN, stable. any excludes1 between E11.9 and I10?", "no"),
        # a denial that is to be agreed with, and no question of a note
        ("COPD with pneumonia. No Excludes1 conflict between J44.0 and J18.9, right?", "yes"),
        ("COPD with pneumonia. J44.0 and J18.9 ok together?", "yes"),
    ],
)  # fmt: skip
def test_whether_a_note_keeps_codes_apart(ask, text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Prostate ca s/p prostatectomy 2024, PSA stable. Note doesn't say if the lupron was finished. Z85.46 ok?", "depends"),
        ("POD 1 after TKA: post-op pain, PCA. No word if more than expected. G89.18 to be added?", "depends"),
        # the rule itself says what holds where nothing is told
        ("Hurricane week, lac of the forearm, note doesn't say if the storm did it. do we assume hurricane?", "yes"),
    ],
)  # fmt: skip
def test_what_the_record_does_not_tell(ask, text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("pain has to be > 3 months before its chronic (G89.29), true?", "no"),
        ("note says 'DM2 resolved after gastric bypass, off all meds'. would you query before using E11.A?", "yes"),
        ("note says 'DM2 resolved after gastric bypass, off all meds'. So no query needed before E11.A?", "no"),
        ("healed stage 4 ulcer on admission, skin intact per wound RN + MD. still get an L89?", "no"),
        ("stage 4 ulcer on admission, staged by the wound RN, pressure ulcer per MD. still get an L89?", "yes"),
    ],
)  # fmt: skip
def test_what_the_deciding_statement_says(ask, text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("flame burns of face plus airway burn, same admit. is the external burn sequenced first?", "depends"),
        ("tabular says 'code also' the other condition. does the dx with that note go ahead of the other one?", "depends"),
        ("Does a code also note tell you which one goes first?", "no"),
        ("Is acute respiratory failure always first?", "no"),
        ("Is a Z code ok as principal dx?", "yes"),
    ],
)  # fmt: skip
def test_an_order_left_to_circumstances(ask, text: str, verdict: str) -> None:
    assert ask(text).verdict == verdict
