// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

/** What a connector was asked to become. */
public enum Goal {
    /** It and all of its tasks run. */
    RUNNING {
        @Override
        Verdict judge(Status status) {
            if (status.hasFailed()) {
                return Verdict.FAILED;
            }
            return Verdict.reachedIf(status.parts().allMatch(part -> part.state() == State.RUNNING));
        }
    },
    /** It rests, its tasks too; one that had failed stays so. */
    PAUSED {
        @Override
        Verdict judge(Status status) {
            if (status.connector().hasFailed()) {
                return Verdict.FAILED;
            }
            return Verdict.reachedIf(status.connector().state() == State.PAUSED
                    && status.parts().allMatch(part -> part.state() == State.PAUSED || part.hasFailed()));
        }
    },
    /** It has no tasks any more. */
    STOPPED {
        @Override
        Verdict judge(Status status) {
            return Verdict.reachedIf(status.connector().state() == State.STOPPED
                    && status.tasks().isEmpty());
        }
    };

    /** How far a connector is from its goal. */
    enum Verdict {
        WAITING,
        REACHED,
        FAILED;

        static Verdict reachedIf(boolean condition) {
            return condition ? REACHED : WAITING;
        }
    }

    abstract Verdict judge(Status status);
}
