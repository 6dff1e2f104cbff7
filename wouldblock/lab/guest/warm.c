// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * /proc/warm: who writes becomes a copy of who reads, as if it had been forked from it.
 *
 * Compiled into the kernel of the lab, for programs that start a Python. One that has started already waits in a read, which
 * ends in the copies only, with what was written as its result. As exec() does, this changes a process's memory and registers,
 * and leaves its number, parent, descriptors, folder, limits, and the signals that it ignores or blocks.
 */
#include <linux/fdtable.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/ptrace.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <asm/desc.h>
#include <asm/mmu_context.h>

#define LARGEST (128 * 1024)

struct mm_struct *dup_mm(struct task_struct *task, struct mm_struct *mm);	/* kernel/fork.c, see kernel.py */

static struct task_struct *model;
static DECLARE_WAIT_QUEUE_HEAD(never);

static ssize_t warm_read(struct file *file, char __user *to, size_t size, loff_t *position)
{
	if (model || size < LARGEST)
		return -EINVAL;
	model = current;
	wait_event_killable(never, false);
	model = NULL;
	return -EINTR;
}

/* As exec_mmap() in fs/exec.c does. */
static void change_memory(struct mm_struct *mm)
{
	struct mm_struct *old = current->mm;

	exec_mm_release(current, old);
	task_lock(current);
	local_irq_disable();
	current->active_mm = mm;
	current->mm = mm;
	activate_mm(old, mm);
	local_irq_enable();
	task_unlock(current);
	setmax_mm_hiwater_rss(&current->signal->maxrss, old);
	mmput(old);
}

/* What is a thread's own, for the kernel and for the C library. */
static void change_thread(void)
{
	*current_pt_regs() = *task_pt_regs(model);
	memcpy(current->thread.tls_array, model->thread.tls_array, sizeof(model->thread.tls_array));
	load_TLS(&current->thread, smp_processor_id());
	loadsegment(gs, model->thread.gs);
	current->clear_child_tid = model->clear_child_tid;
	put_user(task_pid_vnr(current), current->clear_child_tid);
	current->robust_list = model->robust_list;
	current->rseq = model->rseq;
	current->rseq_len = model->rseq_len;
	current->rseq_sig = model->rseq_sig;
}

static ssize_t warm_write(struct file *file, const char __user *from, size_t size, loff_t *position)
{
	struct mm_struct *mm;
	char *said;

	if (!model || size > LARGEST || get_nr_threads(current) > 1)
		return -EINVAL;
	said = vmemdup_user(from, size);
	if (IS_ERR(said))
		return PTR_ERR(said);
	mm = dup_mm(current, model->mm);
	if (!mm) {
		kvfree(said);
		return -ENOMEM;
	}
	do_close_on_exec(current->files);
	change_memory(mm);
	change_thread();
	if (copy_to_user((void __user *)current_pt_regs()->cx, said, size))
		send_sig(SIGKILL, current, 0);
	kvfree(said);
	return size;
}

static const struct proc_ops warm_operations = { .proc_read = warm_read, .proc_write = warm_write };

static int __init warm_init(void)
{
	return proc_create("warm", 0600, NULL, &warm_operations) ? 0 : -ENOMEM;
}
late_initcall(warm_init);
