// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import io.millrace.cli.trial.Trace.Effect;
import io.millrace.cli.trial.Trace.Failure;
import io.millrace.cli.trial.Trace.Outcome;
import io.millrace.cli.trial.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.jspecify.annotations.Nullable;

/** A connector's way from what is given to what leaves. */
final class Pipeline<R extends ConnectRecord<R>> implements AutoCloseable {
    private final Ends<R> ends;
    private final List<ChainStep<R>> chain;
    private final Tolerance tolerance;
    private final Runnable closing;

    Pipeline(Ends<R> ends, List<ChainStep<R>> chain, Tolerance tolerance, Runnable closing) {
        this.ends = ends;
        this.chain = List.copyOf(chain);
        this.tolerance = tolerance;
        this.closing = closing;
    }

    Ends<R> ends() {
        return ends;
    }

    List<ChainStep<R>> chain() {
        return chain;
    }

    /** Takes a record all the way. */
    Trace run(Given given) {
        return new Run(given).trace();
    }

    @Override
    public void close() {
        chain.forEach(step -> step.stage().close());
        closing.run();
    }

    /** One record's way. */
    private final class Run {
        private final Given given;
        private final List<Step> steps = new ArrayList<>();
        private @Nullable R arrived;
        private @Nullable R current;

        Run(Given given) {
            this.given = given;
        }

        Trace trace() {
            try {
                arrived = ends.arrive(given);
                current = arrived;
                for (ChainStep<R> step : chain) {
                    current = apply(step, current);
                    if (current == null) {
                        return end(Outcome.DROPPED, null, null);
                    }
                }
                return end(Outcome.PASSED, ends.leave(current), null);
            } catch (StageFailure failure) {
                return end(Outcome.FAILED, null, failure);
            }
        }

        private @Nullable R apply(ChainStep<R> step, R before) throws StageFailure {
            try {
                boolean isTaken = step.takes(before);
                R after = step.apply(before);
                steps.add(step(step, isTaken, before, after));
                return after;
            } catch (StageFailure failure) {
                steps.add(new Step(step.description(), Effect.FAILED, List.of()));
                throw failure;
            }
        }

        private Step step(ChainStep<R> step, boolean isTaken, R before, @Nullable R after) {
            if (after == null) {
                return new Step(step.description(), Effect.DROPPED, List.of());
            }
            List<Change> changes = Changes.between(before, after);
            Effect untouched = isTaken ? Effect.UNCHANGED : Effect.NOT_APPLIED;
            return new Step(step.description(), changes.isEmpty() ? untouched : Effect.CHANGED, changes);
        }

        private Trace end(
                Outcome outcome, @Nullable ProducerRecord<byte[], byte[]> sent, @Nullable StageFailure failure) {
            return new Trace(
                    given,
                    arrived,
                    steps,
                    outcome,
                    current,
                    sent,
                    failure == null
                            ? null
                            : new Failure(where(failure), failure.thrown(), tolerance.consequence(failure)));
        }

        private String where(StageFailure failure) {
            return failure.stage() == Stage.TRANSFORMATION
                    ? steps.get(steps.size() - 1).description().name()
                    : failure.stage().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
