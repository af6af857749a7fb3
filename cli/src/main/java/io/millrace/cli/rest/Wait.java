// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.cli.rest.Goal.Verdict;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Waits until connectors are what they were asked to become, and tells of each step on the way.
 *
 * <p>A worker says yes to a request before it has done it, so a status may be of the time before. Hence what is seen
 * counts when it has stayed for a while: longer, if it is the very status that there was before the request.
 */
public final class Wait {
    /** How it ended. */
    public enum Result {
        REACHED,
        /** The connector or a task of it failed. */
        FAILED,
        TIMED_OUT
    }

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final Duration SETTLED_UNCHANGED = Duration.ofSeconds(5);

    private final Worker worker;
    private final Timing timing;
    private final Duration timeout;
    private final PrintStream progress;

    Wait(Worker worker, Timing timing, Duration timeout, PrintStream progress) {
        this.worker = worker;
        this.timing = timing;
        this.timeout = timeout;
        this.progress = progress;
    }

    /** Waits for a connector, whose status was {@code before} when it was asked. */
    public Result until(Goal goal, Status before) {
        long start = timing.nanos();
        long since = start;
        boolean isFirst = true;
        boolean hasChanged = false;
        Status last = before;
        while (true) {
            Status status = worker.status(before.name());
            long now = timing.nanos();
            if (isFirst || !status.equals(last)) {
                isFirst = false;
                hasChanged |= !status.equals(before);
                since = now;
                last = status;
                tell(status, Duration.ofNanos(now - start));
            }
            Verdict verdict = goal.judge(status);
            if (verdict != Verdict.WAITING
                    && now - since >= settling(goal, status, hasChanged).toNanos()) {
                return verdict == Verdict.REACHED ? Result.REACHED : Result.FAILED;
            }
            if (now - start >= timeout.toNanos()) {
                return Result.TIMED_OUT;
            }
            timing.pause(POLL);
        }
    }

    private static Duration settling(Goal goal, Status status, boolean hasChanged) {
        if (status.hasFailed()) {
            return hasChanged ? SETTLED : SETTLED_UNCHANGED;
        }
        if (goal != Goal.RUNNING) {
            return Duration.ZERO;
        }
        return status.tasks().isEmpty() ? SETTLED_UNCHANGED : SETTLED;
    }

    private void tell(Status status, Duration passed) {
        progress.println("%s: %s, tasks: %s (%d s)"
                .formatted(status.name(), status.connector().state(), status.taskCounts(), passed.toSeconds()));
    }
}
