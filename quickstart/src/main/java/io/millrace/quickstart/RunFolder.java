// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.testkit.servers.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run: a lock, and under {@code run/} the data and logs of all servers.
 *
 * <p>What a run that crashed has left behind is cleared by the next: a process is ended only if both its id and its
 * start are the recorded ones, so a stranger that was given the same id later is left alone. Logs and data stay after a
 * run until the next one, for reading.
 */
final class RunFolder implements AutoCloseable {
    private static final String LOCK = "millrace.lock";

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private RunFolder(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the folder for this run, ends what an earlier run left running, and removes its data. */
    static RunFolder take(Path root) {
        try {
            requireOurs(root);
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Problem("Another ./millrace up is running in " + root
                        + ": stop it first, or give this one a folder of its own with --dir.");
            }
            RunFolder folder = new RunFolder(root, channel, lock);
            ChildProcess.sweep(folder.data());
            delete(folder.data());
            Files.createDirectories(folder.data());
            return folder;
        } catch (IOException e) {
            throw new Problem("Cannot use the folder " + root + ": " + e + ".", e);
        }
    }

    /** Where the run keeps its data and logs; empty when the run begins. */
    Path data() {
        return data(root);
    }

    /** Where a run in the folder {@code root} keeps its data and logs. */
    static Path data(Path root) {
        return root.resolve("run");
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + root, e);
        }
    }

    private static void requireOurs(Path root) throws IOException {
        if (!Files.exists(root) || Files.exists(root.resolve(LOCK))) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new Problem(root + " is not a folder: give another with --dir.");
        }
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                throw new Problem(root + " holds files that ./millrace did not put there: give a new or empty folder"
                        + " with --dir.");
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
