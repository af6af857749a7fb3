// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceConnector;

/** The contenders that are plugins of this module: put beside the jars of a plugin, they are loaded together with it. */
final class PluginJar {
    private static final List<Class<? extends SourceConnector>> CONNECTORS =
            List.of(AtOnceConnector.class, FloorConnector.class);
    private static final List<Class<?>> TASKS =
            List.of(AtOnceTask.class, AtOnceTask.Within.class, FloorTask.class, FloorTask.Discard.class);

    private PluginJar() {}

    static void write(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Class<?> each : CONNECTORS) {
                add(out, each);
            }
            for (Class<?> each : TASKS) {
                add(out, each);
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + SourceConnector.class.getName()));
            out.write(CONNECTORS.stream()
                    .map(Class::getName)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(JarOutputStream out, Class<?> each) throws IOException {
        String entry = each.getName().replace('.', '/') + ".class";
        try (InputStream compiled = each.getClassLoader().getResourceAsStream(entry)) {
            if (compiled == null) {
                throw new IllegalStateException("Cannot find " + entry + " on the class path.");
            }
            out.putNextEntry(new JarEntry(entry));
            compiled.transferTo(out);
        }
    }
}
