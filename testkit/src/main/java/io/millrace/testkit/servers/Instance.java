// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a server runs as: a {@link ChildProcess} or a {@link ServerContainer}. It has its data and ports for as long as
 * it exists, however often it is stopped, killed and started again.
 */
interface Instance {
    /** Whether a server answers; asked again and again until it does. */
    @FunctionalInterface
    interface Probe {
        boolean isReady() throws IOException;
    }

    /** Starts it without waiting for it to answer. */
    void launch();

    /** Waits until what was launched answers. If it does not, it is killed. */
    void await(Probe ready);

    /** Starts it and waits until it answers. If it does not, it is killed. */
    default void start(Probe ready) {
        launch();
        await(ready);
    }

    /** Stops it in order, or hard after a deadline. */
    void stop();

    void kill();

    /** Stops it where it is, with all below it, until {@link #thaw}: it neither runs nor ends. */
    void freeze();

    void thaw();

    boolean isAlive();

    /** See {@link Server#pid}. */
    long pid();

    Path log();
}
