// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * /proc/look: each read is one look at who waits for what, as 32-bit words.
 *
 * Compiled into the kernel of the lab. It stops nothing, asks no program anything and keeps nothing.
 *
 * A thread:   'T' process thread session state switches call argument * 6
 *             A call is a number of asm/unistd_32.h, or -1 while the thread runs.
 * A socket:   'S' process descriptor inode family type state port port-of-peer unread unacknowledged
 *             A listener's unread are connections that nobody has accepted, a Unix socket's peer is an inode.
 * A pipe:     'P' process descriptor inode unread
 */
#include <linux/fdtable.h>
#include <linux/pipe_fs_i.h>
#include <linux/proc_fs.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <net/af_unix.h>
#include <net/tcp.h>

#define WORDS 4096

struct look {
	u32 *words;
	unsigned int used;
	pid_t process;
};

static void put(struct look *look, u32 word)
{
	if (look->used < WORDS)
		look->words[look->used++] = word;
}

static void put_thread(struct look *look, struct task_struct *task)
{
	struct syscall_info info = { .data.nr = -1 };
	int i;

	if (look->used > WORDS - 20)
		return;
	/* It answers -EAGAIN for a thread that runs. */
	if (task_current_syscall(task, &info))
		info.data.nr = -1;
	put(look, 'T');
	put(look, task->tgid);
	put(look, task->pid);
	put(look, task_session_vnr(task));
	put(look, task_state_to_char(task));
	put(look, task->nvcsw + task->nivcsw);
	put(look, info.data.nr);
	for (i = 0; i < 6; i++)
		put(look, info.data.args[i]);
}

static void put_socket(struct look *look, struct sock *sk, unsigned int number)
{
	u32 port = 0, peer = 0, unread = 0, unacknowledged = 0;

	if (sk->sk_family == AF_INET || sk->sk_family == AF_INET6) {
		port = inet_sk(sk)->inet_num;
		peer = ntohs(inet_sk(sk)->inet_dport);
		if (sk->sk_protocol == IPPROTO_TCP && sk->sk_state != TCP_LISTEN) {
			unread = max_t(int, READ_ONCE(tcp_sk(sk)->rcv_nxt) - READ_ONCE(tcp_sk(sk)->copied_seq), 0);
			unacknowledged = READ_ONCE(tcp_sk(sk)->write_seq) - READ_ONCE(tcp_sk(sk)->snd_una);
		} else if (sk->sk_protocol == IPPROTO_UDP) {
			unread = sk_rmem_alloc_get(sk);
		}
	} else if (sk->sk_family == AF_UNIX) {
		struct sock *other = READ_ONCE(unix_sk(sk)->peer);

		peer = other && other->sk_socket ? SOCK_INODE(other->sk_socket)->i_ino : 0;
		if (sk->sk_state != TCP_LISTEN)
			unread = max_t(long, unix_inq_len(sk), 0);
		unacknowledged = other ? max_t(long, unix_inq_len(other), 0) : 0;
	}
	if (sk->sk_state == TCP_LISTEN)
		unread = READ_ONCE(sk->sk_ack_backlog);
	put(look, 'S');
	put(look, look->process);
	put(look, number);
	put(look, SOCK_INODE(sk->sk_socket)->i_ino);
	put(look, sk->sk_family);
	put(look, sk->sk_type);
	put(look, sk->sk_state);
	put(look, port);
	put(look, peer);
	put(look, unread);
	put(look, unacknowledged);
}

static void put_pipe(struct look *look, struct pipe_inode_info *pipe, struct file *file, unsigned int number)
{
	unsigned int at;
	u32 unread = 0;

	for (at = READ_ONCE(pipe->tail); at != READ_ONCE(pipe->head); at++)
		unread += pipe->bufs[at & (pipe->ring_size - 1)].len;
	put(look, 'P');
	put(look, look->process);
	put(look, number);
	put(look, file_inode(file)->i_ino);
	put(look, unread);
}

static int put_file(const void *data, struct file *file, unsigned int number)
{
	struct look *look = (struct look *)data;
	struct socket *socket = sock_from_file(file);
	struct pipe_inode_info *pipe;

	if (look->used > WORDS - 20)
		return 1;
	if (socket) {
		if (socket->sk)
			put_socket(look, socket->sk, number);
	} else if (number > 2 && (pipe = get_pipe_info(file, false))) {
		put_pipe(look, pipe, file, number);
	}
	return 0;
}

/* What the machine itself is made of has the session of process 1. */
static bool is_of_program(struct task_struct *task)
{
	return task->mm && task_session_vnr(task) > 1;
}

static ssize_t look_read(struct file *file, char __user *to, size_t size, loff_t *position)
{
	struct look look = { .words = kmalloc_array(WORDS, sizeof(u32), GFP_KERNEL) };
	struct task_struct *process, *thread;
	ssize_t result;

	if (!look.words)
		return -ENOMEM;
	/* One processor, no preemption: what is not put to sleep here is not interrupted by a program. */
	rcu_read_lock();
	for_each_process_thread(process, thread) {
		if (is_of_program(thread))
			put_thread(&look, thread);
	}
	for_each_process(process) {
		if (!is_of_program(process))
			continue;
		task_lock(process);
		look.process = process->tgid;
		if (process->files)
			iterate_fd(process->files, 3, put_file, &look);
		task_unlock(process);
	}
	rcu_read_unlock();
	result = min(size, look.used * sizeof(u32));
	if (copy_to_user(to, look.words, result))
		result = -EFAULT;
	kfree(look.words);
	return result;
}

static const struct proc_ops look_operations = { .proc_read = look_read };

static int __init look_init(void)
{
	return proc_create("look", 0400, NULL, &look_operations) ? 0 : -ENOMEM;
}
late_initcall(look_init);
