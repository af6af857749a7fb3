// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;

/** A {@link Server} that is one child process. */
abstract class ProcessServer implements Server {
    private final ChildProcess process;

    ProcessServer(ChildProcess.Spec spec) {
        this.process = new ChildProcess(spec);
    }

    /** Whether it answers; asked until it does. */
    abstract boolean isReady();

    final void start() {
        process.start(this::isReady);
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process.stop();
        start();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Path log() {
        return process.log();
    }

    @Override
    public void close() {
        process.stop();
    }
}
