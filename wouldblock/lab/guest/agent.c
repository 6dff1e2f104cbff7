// SPDX-License-Identifier: MIT
/*
 * Process 1 of the lab: starts programs, passes on what they print, and looks who waits for what.
 *
 * It speaks with the page over the console /dev/hvc0 in messages: kind, slot, size (16 bits), and so many bytes.
 * A slot is one start of one program. The Python beside it, zygote.py, forks the processes of the slots.
 *
 * From the page: 'F' name \0 bytes   append to a file        'S' name      start that file in a slot
 *                'K' signal          to a slot's processes   'C' seconds nanoseconds seed    clock and random numbers
 *                'L' milliseconds    between two looks       'A'           answer with 'a', as the console is small
 *                'P'                 make the memory ready to be saved
 * To the page:   'o' 'e' bytes       of a slot's output and errors
 *                'x' status          of a slot, as wait() gives it, when its output is read, too
 *                'l' words           a look that differs from the last one, see look.c, and then lines
 *                'r' 'a' 'p'         ready; answers to 'A' and 'P'
 * A line:        'L' thread line     of the program's file, in which a thread waits
 */
#include <linux/random.h>

#include "frames.h"

#define SLOTS 12
#define FREE 5	/* in struct sysinfo */
#define RESERVE (640 * 1024)	/* bytes; with less, the kernel would kill a process */
#define SPARES 3
#define OUTPUT 100	/* descriptors of slot n in the zygote: OUTPUT + 3 * n, and the two after it */
#define FOLDER "/programs/"

struct slot {
	int output, errors, control;	/* this end, or -1 */
	int pid, status, ended, started;
	char name[64];
};

static struct slot slots[SLOTS];
static int console, orders, children, looks;
static unsigned short pause;

static void die(const char *what)
{
	write(2, "lab: ", 5);
	write(2, what, strlen(what));
	write(2, "\n", 1);
	for (;;)
		sleep(1000);
}

static void write_all(int to, const char *bytes, int size)
{
	while (size > 0) {
		int done = write(to, bytes, size);

		if (done > 0) {
			bytes += done;
			size -= done;
		} else if (errno != EINTR) {
			struct pollfd room = { .fd = to, .events = POLLOUT };

			poll(&room, 1, 100);
		}
	}
}

static void tell(int kind, int slot, const void *bytes, int size)
{
	static char message[4 + 65535];

	message[0] = kind;
	message[1] = slot;
	message[2] = size & 255;
	message[3] = size >> 8;
	memcpy(message + 4, bytes, size);
	write_all(console, message, 4 + size);
}

static void put_file(const char *file, const char *text)
{
	int to = open(file, O_WRONLY);

	if (to < 0 || write(to, text, strlen(text)) < 0)
		die(file);
	close(to);
}

static void mount_all(void)
{
	static const char *const kinds[][2] = {
		{ "/proc", "proc" }, { "/sys", "sysfs" }, { "/dev", "devtmpfs" }, { "/tmp", "tmpfs" }, { FOLDER, "tmpfs" },
	};
	unsigned int i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		mkdir(kinds[i][0], 0755);
		if (mount("none", kinds[i][0], kinds[i][1], 0, NULL))
			die(kinds[i][0]);
	}
	mkdir("/dev/shm", 01777);
	mkdir("/dev/pts", 0755);
	mount("none", "/dev/shm", "tmpfs", 0, NULL);
	mount("none", "/dev/pts", "devpts", 0, NULL);
	symlink("/proc/self/fd", "/dev/fd");
}

static void loopback_up(void)
{
	struct { char name[16]; short flags; char rest[14]; } request = { "lo", 1 | 64, "" };
	int s = my_syscall2(__NR_socketcall, 1, ((long[]){ 2, 2, 0 }));

	if (s < 0 || ioctl(s, 0x8914 /* SIOCSIFFLAGS */, &request))
		die("lo");
	close(s);
}

static void add_random(const char *seed)
{
	struct { int bits, size; char bytes[32]; } entropy = { 256, 32, "" };
	int random = open("/dev/urandom", O_WRONLY);

	memcpy(entropy.bytes, seed, 32);
	ioctl(random, RNDADDENTROPY, &entropy);
	ioctl(random, RNDRESEEDCRNG, 0);
	close(random);
}

static void raw(int terminal)
{
	int flags[15] = { 0 };	/* struct termios */

	ioctl(terminal, TCGETS, flags);
	flags[0] = flags[1] = flags[3] = 0;
	((char *)flags)[17 + 6] = 1;	/* VMIN */
	ioctl(terminal, TCSETS, flags);
}

static int pair(int *ends)
{
	return my_syscall2(__NR_socketcall, 8 /* socketpair */, ((long[]){ 1, 1, 0, (long)ends }));
}

/* Each slot's ends of pipes are in the zygote, which hands them to the process that it forks. */
static void start_zygote(void)
{
	int ends[2], of_zygote[2], i;
	char *arguments[] = { "python3", "/zygote.py", NULL };
	char *environment[] = { "PATH=/usr/bin", "HOME=/root", "LANG=C.UTF-8", "TERM=dumb",
				"PYTHONDONTWRITEBYTECODE=1", NULL };

	pair(of_zygote);
	orders = of_zygote[0];
	my_syscall3(__NR_fcntl, orders, F_SETFD, FD_CLOEXEC);
	for (i = 0; i < SLOTS; i++) {
		struct slot *slot = slots + i;

		pipe(ends);
		slot->output = ends[0];
		dup2(ends[1], OUTPUT + 3 * i);
		close(ends[1]);
		pipe(ends);
		slot->errors = ends[0];
		dup2(ends[1], OUTPUT + 3 * i + 1);
		close(ends[1]);
		pair(ends);
		slot->control = ends[0];
		dup2(ends[1], OUTPUT + 3 * i + 2);
		close(ends[1]);
		my_syscall3(__NR_fcntl, slot->output, F_SETFD, FD_CLOEXEC);
		my_syscall3(__NR_fcntl, slot->errors, F_SETFD, FD_CLOEXEC);
		my_syscall3(__NR_fcntl, slot->control, F_SETFD, FD_CLOEXEC);
	}
	if (fork() == 0) {
		dup2(of_zygote[1], 3);
		my_syscall3(__NR_setpriority, 0, 0, 0);
		execve("/usr/bin/python3.13", arguments, environment);
		die("execve");
	}
	close(of_zygote[1]);
	for (i = 0; i < 3 * SLOTS; i++)
		close(OUTPUT + i);
}

/* Let the zygote fork the process of a slot; it says its number when it is ready for a program. */
static void order(int slot)
{
	char number = slot;

	write_all(orders, &number, 1);
	if (read(slots[slot].control, &slots[slot].pid, 4) != 4)
		die("the zygote has died");
}

static void start(int number, const char *name, int size)
{
	struct slot *slot = slots + number;

	memcpy(slot->name, name, size);
	slot->name[size] = 0;
	if (!slot->pid)
		order(number);
	slot->started = 1;
	write_all(slot->control, slot->name, size);
	close(slot->control);
	slot->control = -1;
}

static void append(const char *bytes, int size)
{
	char path[128] = FOLDER;
	int length = strlen(bytes), to;

	memcpy(path + sizeof(FOLDER) - 1, bytes, length + 1);
	to = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
	write_all(to, bytes + length + 1, size - length - 1);
	close(to);
}

/* Free what can be had again, and fill what is free with zeros, so that it needs no room in what is saved. */
static void prepare(void)
{
	unsigned int about[16], size, i;	/* struct sysinfo */
	char *memory;

	put_file("/proc/sys/vm/drop_caches", "3\n");
	put_file("/proc/sys/vm/min_free_kbytes", "64\n");
	my_syscall1(__NR_sysinfo, about);
	size = about[FREE];
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		die("no memory to fill");
	for (i = 0; i < size / 4096 && about[FREE] > RESERVE; i++) {
		((volatile char *)memory)[4096 * i] = 0;
		my_syscall1(__NR_sysinfo, about);
	}
	munmap(memory, size);
	put_file("/proc/sys/vm/min_free_kbytes", "1024\n");
}

static void obey(int kind, int slot, char *bytes, int size)
{
	if (kind == 'F')
		append(bytes, size);
	else if (kind == 'S')
		start(slot, bytes, size);
	else if (kind == 'K' && slots[slot].pid)
		kill(-slots[slot].pid, bytes[0]);
	else if (kind == 'L')
		memcpy(&pause, bytes, 2);
	else if (kind == 'A')
		tell('a', 0, "", 0);
	else if (kind == 'C') {
		my_syscall2(__NR_clock_settime, 0, bytes);
		add_random(bytes + 8);
	} else if (kind == 'P') {
		prepare();
		tell('p', 0, "", 0);
	}
}

static void take_messages(void)
{
	static char bytes[8192];
	static int used;
	int at = 0, got = read(console, bytes + used, sizeof(bytes) - used);

	if (got > 0)
		used += got;
	while (used - at >= 4) {
		int size = (unsigned char)bytes[at + 2] | (unsigned char)bytes[at + 3] << 8;

		if (used - at < 4 + size)
			break;
		obey(bytes[at], bytes[at + 1], bytes + at + 4, size);
		at += 4 + size;
	}
	memmove(bytes, bytes + at, used - at);
	used -= at;
}

static int pass_on(int from, int kind, int slot)
{
	static char bytes[4096];
	int got = read(from, bytes, sizeof(bytes));

	if (got > 0) {
		tell(kind, slot, bytes, got);
		return from;
	}
	close(from);
	return -1;
}

static void reap(void)
{
	char info[128];
	int pid, status, i;

	read(children, info, sizeof(info));
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < SLOTS; i++)
			if (slots[i].pid == pid) {
				slots[i].status = status;
				slots[i].ended = 1;
			}
}

static void tell_ends(void)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		if (slots[i].ended == 1 && slots[i].output < 0 && slots[i].errors < 0) {
			slots[i].ended = 2;
			tell('x', i, &slots[i].status, 4);
		}
}

static const char *name_of(int session)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		if (slots[i].pid == session)
			return slots[i].name;
	return "";
}

static void look(void)
{
	static int words[8192], last[8192];
	static int last_size;
	int size = read(looks, words, 16384), used = size / 4, at;

	for (at = 0; at < size / 4; at += words[at] == 'T' ? 13 : words[at] == 'S' ? 11 : 5)
		if (words[at] == 'T' && words[at + 6] != -1) {
			int line = line_of(words + at, name_of(words[at + 3]));

			if (line && used < 8000) {
				words[used++] = 'L';
				words[used++] = words[at + 2];
				words[used++] = line;
			}
		}
	if (used * 4 == last_size && !memcmp(words, last, last_size))
		return;
	last_size = used * 4;
	memcpy(last, words, last_size);
	tell('l', 0, words, last_size);
}

static int runs(void)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		if (slots[i].started && slots[i].ended < 2)
			return 1;
	return 0;
}

static void serve(void)
{
	struct pollfd fds[2 + 2 * SLOTS];
	int timeout, i;

	for (;;) {
		fds[0] = (struct pollfd){ .fd = console, .events = POLLIN };
		fds[1] = (struct pollfd){ .fd = children, .events = POLLIN };
		for (i = 0; i < SLOTS; i++) {
			fds[2 + 2 * i] = (struct pollfd){ .fd = slots[i].started ? slots[i].output : -1, .events = POLLIN };
			fds[3 + 2 * i] = (struct pollfd){ .fd = slots[i].started ? slots[i].errors : -1, .events = POLLIN };
		}
		timeout = pause && runs() ? (int)pause : -1;
		if (poll(fds, 2 + 2 * SLOTS, timeout) == 0)
			look();
		if (fds[1].revents)
			reap();
		for (i = 0; i < SLOTS; i++) {
			if (fds[2 + 2 * i].revents)
				slots[i].output = pass_on(slots[i].output, 'o', i);
			if (fds[3 + 2 * i].revents)
				slots[i].errors = pass_on(slots[i].errors, 'e', i);
		}
		tell_ends();
		if (fds[0].revents)
			take_messages();
	}
}

int main(void)
{
	unsigned int child_ended[2] = { 1 << (SIGCHLD - 1), 0 };
	int i;

	mount_all();
	loopback_up();
	add_random("what is saved is random no more!");
	put_file("/proc/sys/kernel/threads-max", "700\n");
	put_file("/proc/sys/vm/overcommit_memory", "1\n");
	/* What Linux chooses with a gigabyte of memory, so that as much fits into the buffers as on other machines. */
	put_file("/proc/sys/net/ipv4/tcp_wmem", "4096 16384 4194304\n");
	put_file("/proc/sys/net/ipv4/tcp_rmem", "4096 131072 6291456\n");
	console = open("/dev/hvc0", O_RDWR | O_NOCTTY);
	looks = open("/proc/look", O_RDONLY);
	if (console < 0 || looks < 0)
		die("no console, or no looks");
	raw(console);
	my_syscall4(__NR_rt_sigprocmask, SIG_BLOCK, child_ended, NULL, 8);
	children = my_syscall4(__NR_signalfd4, -1, child_ended, 8, O_NONBLOCK | O_CLOEXEC);
	my_syscall3(__NR_fcntl, console, F_SETFD, FD_CLOEXEC);
	my_syscall3(__NR_fcntl, looks, F_SETFD, FD_CLOEXEC);
	start_zygote();
	my_syscall3(__NR_setpriority, 0, 0, -10);
	if (!read_offsets(orders))
		die("the zygote has died");
	for (i = 0; i < SPARES; i++)
		order(i);
	tell('r', 0, "", 0);
	serve();
}
