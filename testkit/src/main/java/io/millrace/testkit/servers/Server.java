// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;

/** A server that runs as a child process on loopback. Not thread-safe: one test drives it. */
public interface Server extends AutoCloseable {
    /** Ends it with SIGKILL, its own children too, and waits until they are gone. Data and ports stay its own. */
    void kill();

    /** Stops it if it still runs, then starts it on the same data and ports, and waits until it answers. */
    void restart();

    boolean isAlive();

    long pid();

    /** Where it logs to; restarts append. */
    Path log();

    /** Stops it gracefully, or hard after a deadline. The data stays. Closing twice is harmless. */
    @Override
    void close();
}
