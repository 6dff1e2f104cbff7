"""The package behind the site: one model of a scenario for the page, the test and the download."""
