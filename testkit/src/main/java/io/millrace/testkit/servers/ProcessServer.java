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

    /** Starts it without waiting for it to answer. */
    final void launch() {
        process.launch();
    }

    @Override
    public void kill() {
        process.kill();
    }

    /** Stops it where it is, as SIGSTOP does, until {@link #thaw}: its connections stay, and it does not answer. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
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
