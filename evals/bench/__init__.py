"""Speed: of dxcite (`make bench`), the harness (`make bench-eval`) and the chat (`make bench-chat`)."""
