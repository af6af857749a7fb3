// SPDX-License-Identifier: Apache-2.0
package io.millrace.connectdocker;

import io.millrace.testkit.servers.PluginArchives;
import io.millrace.testkit.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A plugin archive as the build leaves it in {@code target/archives}, and unpacked in a folder of this JVM's. */
record Archive(Path file, Path folder) {
    private static final String SERVICES = "META-INF/services/";

    /** What users get. */
    static final Path RELEASED = Path.of("target", "archives").toAbsolutePath();

    /** What this JVM has unpacked: another one, beside it, unpacks for itself. */
    static final Path UNPACKED = TestServers.newDirectory("unpacked");

    private static final String BUNDLE = "millrace-connect-";

    /** Every plugin's {@code .zip}; {@link #tarGz} is its twin. */
    static List<Archive> all() {
        try (Stream<Path> files = Files.list(RELEASED)) {
            List<Archive> found = files.filter(file -> file.toString().endsWith(".zip"))
                    .filter(file -> !file.getFileName().toString().startsWith(BUNDLE))
                    .sorted()
                    .map(Archive::unpack)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("No plugin archive in target/archives: run mvn verify from the root.");
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Archive unpack(Path file) {
        String format = file.toString().endsWith(".zip") ? "zip" : "tar.gz";
        return new Archive(file, PluginArchives.unpack(file, UNPACKED.resolve(format)));
    }

    Archive tarGz() {
        String name = file.getFileName().toString();
        return unpack(file.resolveSibling(name.substring(0, name.length() - ".zip".length()) + ".tar.gz"));
    }

    /** The bill of materials beside it. */
    Path bill() {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ".zip".length()) + ".cdx.json");
    }

    /** The folder for {@code plugin.path} that {@link #all} unpacked the archives into. */
    static Path pluginPath() {
        return UNPACKED.resolve("zip");
    }

    /** Everything inside, by path; a jar's content too. */
    Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> jars() {
        try (Stream<Path> all = Files.list(folder.resolve("lib"))) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all that is in its jars. */
    List<String> entries() {
        return jars().stream().flatMap(jar -> entries(jar).stream()).toList();
    }

    private static List<String> entries(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            return opened.stream().map(JarEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The plugin classes that its service files name, by the interface they are listed under. */
    Map<String, TreeSet<String>> services() {
        Map<String, TreeSet<String>> listed = new TreeMap<>();
        for (Path jar : jars()) {
            try (JarFile opened = new JarFile(jar.toFile())) {
                for (JarEntry entry :
                        opened.stream().filter(Archive::isConnectService).toList()) {
                    String text = new String(opened.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    listed.computeIfAbsent(entry.getName().substring(SERVICES.length()), any -> new TreeSet<>())
                            .addAll(text.lines()
                                    .map(line -> line.replaceFirst("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .toList());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return listed;
    }

    private static boolean isConnectService(JarEntry entry) {
        return entry.getName().startsWith(SERVICES + "org.apache.kafka.");
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
