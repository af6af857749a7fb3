// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Plugin archives, as users get them. */
public final class PluginArchives {
    private PluginArchives() {}

    /**
     * Unpacks a {@code .zip} or {@code .tar.gz} that holds one folder into {@code into}, and returns that folder. What
     * was there under its name is replaced. {@code into} then is a folder for {@code plugin.path}.
     */
    public static Path unpack(Path archive, Path into) {
        Path fresh = into.resolveSibling(into.getFileName() + ".unpacking");
        try {
            Archives.delete(fresh);
            Archives.unpack(archive, fresh);
            Path only = onlyFolder(archive, fresh);
            Path target = into.resolve(only.getFileName());
            Archives.delete(target);
            Files.createDirectories(into);
            Files.move(only, target);
            Archives.delete(fresh);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + archive + ": " + e.getMessage(), e);
        }
    }

    /**
     * Unpacks a {@code .zip} or {@code .tar.gz} of several plugins, each a folder, into {@code into}, which becomes a folder for
     * {@code plugin.path} with nothing else in it.
     */
    public static void unpackAll(Path archive, Path into) {
        try {
            Archives.delete(into);
            Archives.unpack(archive, into);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + archive + ": " + e.getMessage(), e);
        }
    }

    /** A folder for {@code plugin.path} with the archive of this name that the build of the module under test has made. */
    public static Path built(String name) {
        Path target = Path.of("target").toAbsolutePath();
        try (Stream<Path> files = Files.list(target)) {
            Path archive = files.filter(file -> file.getFileName().toString().matches(name + "-\\d.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no archive in " + target + ": run mvn verify"));
            Path plugins = TestServers.newDirectory("plugins");
            unpack(archive, plugins);
            return plugins;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for archives in " + target + ": " + e.getMessage(), e);
        }
    }

    private static Path onlyFolder(Path archive, Path unpacked) throws IOException {
        try (Stream<Path> children = Files.list(unpacked)) {
            List<Path> found = children.toList();
            if (found.size() != 1 || !Files.isDirectory(found.get(0))) {
                throw new IOException("%s holds %d files and folders (expected one folder)"
                        .formatted(archive.getFileName(), found.size()));
            }
            return found.get(0);
        }
    }
}
