/*
 * fiber_sanitizer.h - tells ASan and TSan about changes of stack.
 *
 * Private to fiber.c. Without a sanitizer everything here is empty. All of it
 * is inlined even without optimisation: TSan counts calls and returns per
 * stack, so a switch must not happen inside a call of its own.
 */
#pragma once

#include "wire/base.h"

#ifndef __has_feature
#define __has_feature(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/common_interface_defs.h>
#define FIBER_HAS_ASAN 1
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#include <sanitizer/tsan_interface.h>
#define FIBER_HAS_TSAN 1
#endif

struct fiber_stack {
	const void *bottom;
	size_t size;
	void *fake_stack; /* ASan's, while away */
	void *tsan_fiber;
};

__attribute__((always_inline)) static inline void fiber_stack_init(struct fiber_stack *stack,
								   const void *bottom, size_t size)
{
	*stack = (struct fiber_stack){ .bottom = bottom, .size = size };
#ifdef FIBER_HAS_TSAN
	stack->tsan_fiber = __tsan_create_fiber(0);
#endif
}

/* The stack that the thread came with; ASan tells its place on the first switch. */
__attribute__((always_inline)) static inline void fiber_stack_init_thread(struct fiber_stack *stack)
{
	*stack = (struct fiber_stack){ 0 };
#ifdef FIBER_HAS_TSAN
	stack->tsan_fiber = __tsan_get_current_fiber();
#endif
}

__attribute__((always_inline)) static inline void fiber_stack_done(struct fiber_stack *stack)
{
#ifdef FIBER_HAS_TSAN
	__tsan_destroy_fiber(stack->tsan_fiber);
#endif
	*stack = (struct fiber_stack){ 0 };
}

/* Just before a switch. @from is NULL if that stack is left for good. */
__attribute__((always_inline)) static inline void fiber_stack_switch_begin(struct fiber_stack *from,
									   struct fiber_stack *to)
{
#ifdef FIBER_HAS_ASAN
	__sanitizer_start_switch_fiber(from ? &from->fake_stack : NULL, to->bottom, to->size);
#endif
#ifdef FIBER_HAS_TSAN
	__tsan_switch_to_fiber(to->tsan_fiber, 0);
#endif
	UNUSED(from);
	UNUSED(to);
}

/* Just after it. @here is NULL on a new stack; @out_from learns where we came from. */
__attribute__((always_inline)) static inline void fiber_stack_switch_end(
	struct fiber_stack *here, struct fiber_stack *out_from)
{
#ifdef FIBER_HAS_ASAN
	__sanitizer_finish_switch_fiber(here ? here->fake_stack : NULL,
					out_from ? &out_from->bottom : NULL,
					out_from ? &out_from->size : NULL);
#endif
	UNUSED(here);
	UNUSED(out_from);
}
