// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;

/** A {@link Server} that is one child process or container. */
abstract class SingleServer implements Server {
    private final Instance instance;

    SingleServer(Instance instance) {
        this.instance = instance;
    }

    /** Whether it answers; asked until it does. */
    abstract boolean isReady();

    final void start() {
        instance.start(this::isReady);
    }

    /** Starts it without waiting for it to answer. */
    final void launch() {
        instance.launch();
    }

    @Override
    public void kill() {
        instance.kill();
    }

    /** Stops it where it is, as SIGSTOP does, until {@link #thaw}: its connections stay, and it does not answer. */
    public void freeze() {
        instance.freeze();
    }

    public void thaw() {
        instance.thaw();
    }

    @Override
    public void restart() {
        instance.stop();
        start();
    }

    @Override
    public boolean isAlive() {
        return instance.isAlive();
    }

    @Override
    public long pid() {
        return instance.pid();
    }

    @Override
    public Path log() {
        return instance.log();
    }

    @Override
    public void close() {
        instance.stop();
    }
}
