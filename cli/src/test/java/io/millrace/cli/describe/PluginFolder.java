// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A folder for {@code plugin.path}, with plugins made of classes of the tests. */
record PluginFolder(Path path) {
    /** Puts these classes of one kind into a folder of this name, as the version that they then say they are. */
    PluginFolder with(String name, String version, Class<?> kind, Class<?>... types) {
        Path folder = path.resolve(name);
        try {
            Files.createDirectories(folder);
            try (JarOutputStream jar =
                    new JarOutputStream(Files.newOutputStream(folder.resolve(kind.getSimpleName() + ".jar")))) {
                for (Class<?> type : types) {
                    add(jar, file(type), bytes(type));
                }
                if (types[0].getNestHost() != types[0]) {
                    add(jar, file(types[0].getNestHost()), bytes(types[0].getNestHost()));
                }
                String listed = String.join(
                        "\n", List.of(types).stream().map(Class::getName).toList());
                add(jar, "META-INF/services/" + kind.getName(), listed.getBytes(StandardCharsets.UTF_8));
                String beside = types[0].getPackageName().replace('.', '/') + "/version";
                add(jar, beside, version.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream file = type.getClassLoader().getResourceAsStream(file(type))) {
            return file.readAllBytes();
        }
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
