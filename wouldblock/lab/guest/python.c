// SPDX-License-Identifier: MIT
/*
 * python3 of the lab: becomes a Python that has started already, see warm.c; with options that it does not know, it starts one.
 *
 * What it says to that Python: the number of its words, the signals that are ignored, as bits, the words, and the environment,
 * each ended by \0.
 */
#define REAL "/usr/bin/python3.13"
#define LARGEST (128 * 1024)

static int begins_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* Whether a Python that has started with the usual settings can go on with these words: [-B] [-E] [-u] (-c code | file) … */
static int is_usual(int count, char **words, char **environment)
{
	int at = 1;
	char first;

	for (; *environment; environment++)
		if (begins_with(*environment, "PYTHON") && strcmp(*environment, "PYTHONDONTWRITEBYTECODE=1"))
			return 0;
	while (at < count && (!strcmp(words[at], "-B") || !strcmp(words[at], "-E") || !strcmp(words[at], "-u")))
		at++;
	if (at < count && !strcmp(words[at], "-c"))
		return at + 1 < count;
	return at < count && words[at][0] != '-' && read(open(words[at], O_RDONLY | O_CLOEXEC), &first, 1) == 1;
}

static unsigned int ignored_signals(void)
{
	unsigned int ignored = 0, action[5];	/* struct sigaction of the kernel */
	int number;

	for (number = 1; number < 32; number++)
		if (!my_syscall4(__NR_rt_sigaction, number, NULL, action, 8) && action[0] == 1 /* SIG_IGN */)
			ignored |= 1u << number;
	return ignored;
}

static char *add(char *to, const char *end, const char *text)
{
	unsigned int size = strlen(text) + 1;

	if (!to || size > (unsigned int)(end - to))
		return NULL;
	memcpy(to, text, size);
	return to + size;
}

static char *add_number(char *to, const char *end, unsigned int number)
{
	return add(to, end, u64toa(number));
}

int main(int count, char **words, char **environment)
{
	static char said[LARGEST];
	const char *end = said + LARGEST;
	char *to, **each;
	int warm;

	if (is_usual(count, words, environment)) {
		warm = open("/proc/warm", O_WRONLY | O_CLOEXEC);
		to = add_number(said, end, count);
		to = add_number(to, end, ignored_signals());
		for (each = words; *each; each++)
			to = add(to, end, *each);
		for (each = environment; *each; each++)
			to = add(to, end, *each);
		if (warm >= 0 && to)
			write(warm, said, to - said);	/* it does not come back */
	}
	execve(REAL, words, environment);
	return 127;
}
