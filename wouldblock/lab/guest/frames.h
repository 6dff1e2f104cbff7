// SPDX-License-Identifier: MIT
/*
 * In which line of its program a thread of CPython waits, read from outside, as debuggers do.
 *
 * CPython tells where its structures hold what (_Py_DebugOffsets); zygote.py hands the numbers over. All processes
 * are forks of the zygote, or start the same program file, so that _PyRuntime has one address.
 */
#define REMEMBERED 64

static struct offsets {
	int runtime, interpreters, threads, next_thread, native_id, current_frame;
	int previous_frame, frame_code, instruction, code_file, code_lines, code_first, code_bytes, text, size_of_bytes, bytes;
} offsets;

static struct remembered { int thread, switches, line; } remembered[REMEMBERED];

static int read_offsets(int from)
{
	return read(from, &offsets, sizeof(offsets)) == sizeof(offsets);
}

static int peek(int process, unsigned int address, void *to, unsigned int size)
{
	unsigned int here[2] = { (unsigned int)to, size }, there[2] = { address, size };

	return my_syscall6(__NR_process_vm_readv, process, here, 1, there, 1, 0) == (long)size;
}

static unsigned int peek_word(int process, unsigned int address)
{
	unsigned int word = 0;

	return peek(process, address, &word, 4) ? word : 0;
}

static int ends_with(const char *path, const char *name)
{
	int longer = strlen(path) - strlen(name);

	return longer >= 0 && !strcmp(path + longer, name) && (longer == 0 || path[longer - 1] == '/');
}

static int varint(const unsigned char **at)
{
	int value = **at & 63, shift = 0;

	while (*(*at)++ & 64)
		value |= (**at & 63) << (shift += 6);
	return value;
}

/* The line of an instruction, by the table that Objects/locations.md of CPython describes. */
static int line_in(const unsigned char *table, int size, int line, int instruction)
{
	const unsigned char *at = table;

	while (at < table + size) {
		int kind = *at >> 3 & 15, units = (*at & 7) + 1, change = 0;

		at++;
		if (kind == 13 || kind == 14) {
			int value = varint(&at);

			change = value & 1 ? -(value >> 1) : value >> 1;
		} else if (kind >= 10 && kind <= 12) {
			change = kind - 10;
		}
		line += change;
		instruction -= 2 * units;
		if (instruction < 0)
			return kind == 15 ? 0 : line;
		while (at < table + size && !(*at & 128))
			at++;
	}
	return 0;
}

static int line_of_frame(int process, unsigned int frame, const char *name)
{
	static unsigned char table[4096];
	char file[128];
	unsigned int code = peek_word(process, frame + offsets.frame_code), lines, size;

	if (!code)
		return 0;
	memset(file, 0, sizeof(file));
	if (!peek(process, peek_word(process, code + offsets.code_file) + offsets.text, file, 96) || !ends_with(file, name))
		return 0;
	lines = peek_word(process, code + offsets.code_lines);
	size = peek_word(process, lines + offsets.size_of_bytes);
	if (size > sizeof(table) || !peek(process, lines + offsets.bytes, table, size))
		return 0;
	return line_in(table, size, peek_word(process, code + offsets.code_first),
		       peek_word(process, frame + offsets.instruction) - (code + offsets.code_bytes));
}

static int find_line(int process, int thread, const char *name)
{
	unsigned int interpreter = peek_word(process, offsets.runtime + offsets.interpreters), state, frame;
	int depth, line;

	for (state = peek_word(process, interpreter + offsets.threads); state;
	     state = peek_word(process, state + offsets.next_thread))
		if ((int)peek_word(process, state + offsets.native_id) == thread)
			break;
	if (!state)
		return 0;
	frame = peek_word(process, state + offsets.current_frame);
	for (depth = 0; frame && depth < 60; depth++) {
		if ((line = line_of_frame(process, frame, name)))
			return line;
		frame = peek_word(process, frame + offsets.previous_frame);
	}
	return 0;
}

/* Where the thread of a record of look.c waits; found once, as long as it waits. */
static int line_of(const int *record, const char *name)
{
	struct remembered *place = remembered + record[2] % REMEMBERED;

	if (place->thread != record[2] || place->switches != record[5]) {
		place->thread = record[2];
		place->switches = record[5];
		place->line = find_line(record[1], record[2], name);
	}
	return place->line;
}
