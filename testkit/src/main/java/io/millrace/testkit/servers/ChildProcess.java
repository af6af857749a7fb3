// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One child process: started, awaited until it answers, stopped, killed, restarted.
 *
 * <p>Its output goes to {@link Spec#log()}; whatever goes wrong is an {@link IllegalStateException} that names that
 * file and shows its end. What still runs when this JVM exits is stopped, last started first. Should this JVM itself
 * be killed, {@link #sweep} finds the child by the {@code .pid} file in its directory.
 */
public final class ChildProcess implements Instance {
    private static final long PROBE_MS = 50;
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(20);

    /** Two reads of one process's start can differ by this: the kernel rounds the boot time they are relative to. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private static final Deque<ChildProcess> RUNNING = new ConcurrentLinkedDeque<>();
    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::stopAll, "stop-child-processes"));
    }

    /** How a process is asked to stop. */
    enum StopSignal {
        TERM,
        INT
    }

    /**
     * What to run. {@code environment} comes on top of ours; {@code directory} is the working directory and holds the
     * {@code .pid} file.
     */
    record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            StopSignal stopSignal,
            Duration startDeadline,
            Duration stopDeadline) {
        Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /** Logs to {@code <name>.log} in {@code directory}, has 90 seconds to start and 20 to stop. */
        static Spec of(String name, Path directory, List<String> command) {
            return new Spec(
                    name,
                    command,
                    Map.of(),
                    directory,
                    directory.resolve(name + ".log"),
                    StopSignal.TERM,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(20));
        }

        Spec withEnvironment(Map<String, String> added) {
            return new Spec(name, command, added, directory, log, stopSignal, startDeadline, stopDeadline);
        }

        Spec stoppedBy(StopSignal signal) {
            return new Spec(name, command, environment, directory, log, signal, startDeadline, stopDeadline);
        }

        Spec stoppedWithin(Duration deadline) {
            return new Spec(name, command, environment, directory, log, stopSignal, startDeadline, deadline);
        }

        Path pidFile() {
            return directory.resolve(name + ".pid");
        }
    }

    private final Spec spec;
    private @Nullable Process process;

    ChildProcess(Spec spec) {
        this.spec = spec;
    }

    @Override
    public synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException("Cannot start " + spec.name() + ": it runs already. Stop it first.");
        }
        try {
            Files.createDirectories(spec.directory());
            ProcessBuilder builder = new ProcessBuilder(inSessionOfItsOwn(spec.command()))
                    .directory(spec.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
            builder.environment().putAll(spec.environment());
            Process started = builder.start();
            process = started;
            RUNNING.addFirst(this);
            writePidFile(started.toHandle());
            started.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * With {@code setsid} before it, where there is such a program: then Ctrl-C in a terminal reaches us alone, and we
     * stop our children in order. Its process id stays that of what we start.
     */
    private static List<String> inSessionOfItsOwn(List<String> command) {
        List<String> whole = new ArrayList<>();
        for (String program : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (whole.isEmpty() && Files.isExecutable(Path.of(program))) {
                whole.add(program);
            }
        }
        whole.addAll(command);
        return whole;
    }

    @Override
    public synchronized void await(Probe ready) {
        Process started = requireStarted();
        startup().await(ready, () -> endOf(started), this::kill);
    }

    private OptionalInt endOf(Process started) {
        if (!exitedWithin(started, PROBE_MS)) {
            return OptionalInt.empty();
        }
        RUNNING.remove(this);
        return OptionalInt.of(started.exitValue());
    }

    /** Whether this Java process is about to end, and all of its children with it. */
    static boolean isEnding() {
        return ending;
    }

    /** Runs to its end; an {@link IllegalStateException} if that is not status 0. */
    void run() {
        launch();
        awaitSuccess();
    }

    /** Waits for the end of a launched process, and gives its status; an {@link IllegalStateException} if it does not end. */
    synchronized int awaitEnd(Duration within) {
        Process started = requireStarted();
        if (!exitedWithin(started, within.toMillis())) {
            throw startup().failure("it did not end within " + within.toSeconds() + " s");
        }
        forget();
        return started.exitValue();
    }

    /** Waits for the end of a launched process; an {@link IllegalStateException} if that is not status 0. */
    synchronized void awaitSuccess() {
        Process started = requireStarted();
        boolean exited = exitedWithin(started, spec.startDeadline().toMillis());
        if (!exited) {
            kill();
            throw startup()
                    .failure("it did not finish within " + spec.startDeadline().toSeconds() + " s");
        }
        forget();
        if (started.exitValue() != 0) {
            throw startup().failure("it exited with status " + started.exitValue());
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            end(process.toHandle());
            forget();
        }
    }

    @Override
    public synchronized void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        if (running.isAlive()) {
            signal(running);
            if (!exitedWithin(running, spec.stopDeadline().toMillis())) {
                end(running.toHandle());
            }
        }
        forget();
    }

    @Override
    public synchronized void freeze() {
        signalAll("STOP");
    }

    @Override
    public synchronized void thaw() {
        signalAll("CONT");
    }

    /** The process itself must get the signal; what is below it may end meanwhile, and come anew until that is stopped. */
    private void signalAll(String signal) {
        ProcessHandle handle = requireStarted().toHandle();
        if (!send(signal, List.of(handle.pid()))) {
            throw new IllegalStateException(
                    "Cannot send SIG" + signal + " to " + spec.name() + " " + handle.pid() + ".");
        }
        handle.descendants().forEach(below -> {
            if (!send(signal, List.of(below.pid())) && below.isAlive()) {
                throw new IllegalStateException(
                        "Cannot send SIG" + signal + " to " + below.pid() + " below " + spec.name() + ".");
            }
        });
    }

    @Override
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public synchronized long pid() {
        return requireStarted().pid();
    }

    @Override
    public Path log() {
        return spec.log();
    }

    private Startup startup() {
        return new Startup(spec.name(), spec.log(), spec.startDeadline());
    }

    /**
     * Ends the processes that an earlier run left below {@code directory}, because it was killed itself, and returns
     * how many. A process is recognized by its id and its start, so that another that was given the same id lives.
     */
    public static int sweep(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.find(
                directory, 5, (path, kind) -> path.getFileName().toString().endsWith(".pid"))) {
            return (int) files.toList().stream().filter(ChildProcess::sweepOne).count();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for left processes in " + directory, e);
        }
    }

    private static boolean sweepOne(Path pidFile) {
        try {
            String[] parts = Files.readString(pidFile).strip().split(" ", -1);
            if (parts.length != 2) {
                return false; // another program's pid file
            }
            Instant start = Instant.parse(parts[1]);
            Optional<ProcessHandle> found =
                    ProcessHandle.of(Long.parseLong(parts[0])).filter(handle -> startedAt(handle, start));
            found.ifPresent(ChildProcess::end);
            Files.deleteIfExists(pidFile);
            return found.isPresent();
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            return false;
        }
    }

    private static boolean startedAt(ProcessHandle handle, Instant expected) {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, expected).abs().compareTo(START_TOLERANCE) <= 0)
                .orElse(false);
    }

    private void writePidFile(ProcessHandle handle) throws IOException {
        Instant start = handle.info().startInstant().orElseGet(Instant::now);
        Files.writeString(spec.pidFile(), handle.pid() + " " + start + "\n");
    }

    private void forget() {
        RUNNING.remove(this);
        try {
            Files.deleteIfExists(spec.pidFile());
        } catch (IOException stale) {
            // Harmless: sweep compares the start.
        }
    }

    private Process requireStarted() {
        if (process == null) {
            throw new IllegalStateException(spec.name() + " was never started.");
        }
        return process;
    }

    private void signal(Process running) {
        switch (spec.stopSignal()) {
            case TERM -> running.destroy();
            case INT -> interrupt(running);
        }
    }

    private static void interrupt(Process running) {
        if (!send("INT", List.of(running.pid()))) {
            running.destroy();
        }
    }

    /** Java can only send SIGTERM; every shell can send the others. Whether it was sent. */
    private static boolean send(String signal, List<Long> pids) {
        String targets = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + targets).start();
            return exitedWithin(kill, 5_000) && kill.exitValue() == 0;
        } catch (IOException noShell) {
            return false;
        }
    }

    /** Kills a process and all below it, and waits until they are gone. */
    private static void end(ProcessHandle handle) {
        List<ProcessHandle> family = new ArrayList<>();
        family.add(handle);
        handle.descendants().forEach(family::add);
        family.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + KILL_DEADLINE.toNanos();
        for (ProcessHandle member : family) {
            try {
                member.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("Cannot kill process " + member.pid() + ": it is still there.", e);
            }
        }
    }

    private static boolean exitedWithin(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(process.toHandle());
            throw new IllegalStateException("Interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static void stopAll() {
        ending = true;
        for (ChildProcess child : RUNNING) {
            try {
                child.stop();
            } catch (RuntimeException e) {
                child.kill();
            }
        }
    }
}
