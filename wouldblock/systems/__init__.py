"""Real servers, watched from outside: `nox -s systems` records them, the pages of docs/observed/ show the records."""
