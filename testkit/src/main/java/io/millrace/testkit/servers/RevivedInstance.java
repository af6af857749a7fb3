// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is launched again whenever its process ends though nobody ended it. Thread-safe. */
final class RevivedInstance implements Instance {
    private static final Logger LOG = LoggerFactory.getLogger(RevivedInstance.class);

    private final Instance instance;
    private boolean wanted;

    RevivedInstance(Instance instance) {
        this.instance = instance;
    }

    @Override
    public synchronized void launch() {
        instance.launch();
        wanted = true;
        watch();
    }

    private void watch() {
        ProcessHandle.of(instance.pid()).ifPresent(process -> {
            CompletableFuture<Void> revival = process.onExit().thenRun(this::revive);
            revival.exceptionally(failure -> {
                LOG.error("Cannot start {} again", instance.log(), failure);
                return null;
            });
        });
    }

    private synchronized void revive() {
        if (wanted && !instance.isAlive() && !ChildProcess.isEnding()) {
            LOG.warn("Ended by itself, and is started again: {}", instance.log());
            launch();
        }
    }

    @Override
    public void await(Probe ready) {
        instance.await(ready);
    }

    @Override
    public void stop() {
        abandon();
        instance.stop();
    }

    @Override
    public void kill() {
        abandon();
        instance.kill();
    }

    private synchronized void abandon() {
        wanted = false;
    }

    @Override
    public void freeze() {
        instance.freeze();
    }

    @Override
    public void thaw() {
        instance.thaw();
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
}
