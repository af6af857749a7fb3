// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * One container, made when it is first started and started again as it is: with its files, and on the same ports of
 * 127.0.0.1, which are those inside.
 *
 * <p>Freezing is Docker's pause. Its output goes to {@code <name>.log} in a folder. Testcontainers removes it, and its
 * data, when this JVM exits or is killed.
 */
final class ServerContainer implements Instance {
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);
    private static final int STOP_DEADLINE_S = 20;
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(20);
    private static final long PROBE_NANOS = 50_000_000;

    private final String name;
    private final Path directory;
    private final GenericContainer<?> container;
    private @Nullable ContainerLog following;

    /** {@code container} is what the image needs; where it listens, and how it is awaited, is added here. */
    ServerContainer(String name, Path directory, GenericContainer<?> container, List<Integer> ports) {
        this.name = name;
        this.directory = directory;
        this.container = container;
        container.setPortBindings(ports.stream()
                .map(port -> "%s:%d:%d".formatted(ProcessHost.ADDRESS, port, port))
                .toList());
        container.withStartupCheckStrategy(new Unchecked()).waitingFor(new Unawaited());
    }

    /** What it is made from. */
    GenericContainer<?> container() {
        return container;
    }

    @Override
    public synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException("Cannot start " + name + ": it runs already. Stop it first.");
        }
        requireEngine();
        try {
            Files.createDirectories(directory);
            startContainer();
            following = ContainerLog.follow(client(), container.getContainerId(), log());
        } catch (ContainerFetchException | ContainerLaunchException e) {
            throw new IllegalStateException(
                    "Cannot start %s in a container of %s: %s. Another image is chosen by -Dmillrace.%1$s.image."
                            .formatted(name, Binaries.image(name), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private void requireEngine() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "Cannot start " + name + " in a container: no Docker engine answers (expected one"
                            + " at DOCKER_HOST or /var/run/docker.sock). Start Docker, or leave out -D"
                            + ServerHost.PROPERTY + "=containers.");
        }
    }

    private void startContainer() {
        if (container.getContainerId() == null) {
            container.start();
        } else {
            client().startContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public synchronized void await(Probe ready) {
        new Startup(name, log(), START_DEADLINE).await(ready, this::endWithinAMoment, this::kill);
    }

    private OptionalInt endWithinAMoment() {
        LockSupport.parkNanos(PROBE_NANOS);
        ContainerState state = state();
        if (Boolean.TRUE.equals(state.getRunning())) {
            return OptionalInt.empty();
        }
        unfollow();
        Long status = state.getExitCodeLong();
        return OptionalInt.of(status == null ? -1 : status.intValue());
    }

    @Override
    public synchronized void kill() {
        if (isAlive()) {
            try {
                client().killContainerCmd(container.getContainerId())
                        .withSignal("KILL")
                        .exec();
            } catch (ConflictException ended) {
                // Between our look and the signal.
            }
            awaitEnd();
        }
        unfollow();
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + KILL_DEADLINE.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Cannot kill " + name + ": its container is still there.");
            }
            LockSupport.parkNanos(PROBE_NANOS);
        }
    }

    @Override
    public synchronized void stop() {
        if (isAlive()) {
            try {
                client().stopContainerCmd(container.getContainerId())
                        .withTimeout(STOP_DEADLINE_S)
                        .exec();
            } catch (NotModifiedException ended) {
                // Between our look and the request.
            }
        }
        unfollow();
    }

    @Override
    public synchronized void freeze() {
        client().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public synchronized void thaw() {
        client().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public synchronized boolean isAlive() {
        return container.getContainerId() != null && Boolean.TRUE.equals(state().getRunning());
    }

    /** Known where the engine runs on this machine: the process then is in the container's control group. */
    @Override
    public synchronized long pid() {
        Long pid = state().getPidLong();
        if (pid == null || !isInOurContainer(Path.of("/proc", pid.toString(), "cgroup"))) {
            throw new UnsupportedOperationException("Cannot name the process of " + name
                    + ": its container's process is none of this machine's. Run servers as processes for this.");
        }
        return pid;
    }

    private boolean isInOurContainer(Path controlGroups) {
        try {
            return Files.readString(controlGroups).contains(container.getContainerId());
        } catch (IOException notOurs) {
            return false;
        }
    }

    @Override
    public Path log() {
        return directory.resolve(name + ".log");
    }

    private ContainerState state() {
        return client().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private void unfollow() {
        if (following != null) {
            following.end();
            following = null;
        }
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    /** A server that ends at once is found by {@link #await}, which shows its log. */
    private static final class Unchecked extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String containerId) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    /** It is asked by {@link #await} whether it answers. */
    private static final class Unawaited extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
