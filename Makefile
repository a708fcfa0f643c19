# Forwards to packaging/dev.py, the one way in: `make test ARGS="-k cursor"`.
PYTHON ?= python3

list:
	@$(PYTHON) packaging/dev.py

Makefile: ;

%:
	@$(PYTHON) packaging/dev.py $@ $(ARGS)
