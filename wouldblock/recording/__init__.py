"""Record a run of a scenario: strace tells the calls, the programs their lines, and causes tell who waited for whom."""
