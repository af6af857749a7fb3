// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;

/**
 * A server that runs on loopback: as a child process, or in a container, see {@link TestServers}. Not thread-safe: one
 * test drives it.
 */
public interface Server extends AutoCloseable {
    /** Ends it with SIGKILL, its own children too, and waits until they are gone. Data and ports stay its own. */
    void kill();

    /** Stops it if it still runs, then starts it on the same data and ports, and waits until it answers. */
    void restart();

    boolean isAlive();

    /**
     * The id of its process, the first one if it is several.
     *
     * @throws UnsupportedOperationException if it runs in a container of an engine whose processes are not this machine's
     */
    long pid();

    /** Where it logs to; restarts append. */
    Path log();

    /**
     * Stops it gracefully, or hard after a deadline. The data stays, in a container until the JVM exits. Closing twice is
     * harmless.
     */
    @Override
    void close();
}
