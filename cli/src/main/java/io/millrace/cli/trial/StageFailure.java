// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.trial;

import java.util.concurrent.Callable;
import org.apache.kafka.connect.runtime.errors.Stage;

/** What a converter or transform threw. */
final class StageFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Stage stage;
    private final Throwable thrown;

    private StageFailure(Stage stage, Throwable thrown) {
        super(thrown.getMessage(), thrown);
        this.stage = stage;
        this.thrown = thrown;
    }

    /** Does the work of a stage. What is no exception, such as a class that is missing, fails it too. */
    static <T> T at(Stage stage, Callable<T> work) throws StageFailure {
        try {
            return work.call();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            throw new StageFailure(stage, thrown);
        }
    }

    Stage stage() {
        return stage;
    }

    Throwable thrown() {
        return thrown;
    }

    /** Whether a worker may skip the record for it: exceptions, not errors. */
    boolean isTolerable() {
        return thrown instanceof Exception;
    }
}
