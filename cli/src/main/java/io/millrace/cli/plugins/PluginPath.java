// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.plugins;

import io.millrace.cli.terminal.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say which plugins there are. What comes with this program is always there: its own plugins in the
 * folder that {@code MILLRACE_PLUGINS} names, Kafka's stock transforms and converters.
 */
public final class PluginPath {
    @Option(
            names = "--plugin-path",
            paramLabel = "PATH",
            split = ",",
            description = {
                "A folder of plugins, as in a worker's plugin.path: its children are folders of jars, or jars. "
                        + "May be repeated, or separated by commas. Millrace's own plugins are there without it."
            })
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--plugin-discovery",
            paramLabel = "MODE",
            defaultValue = "service_load",
            description = {
                "service_load (the default): find plugins by their META-INF/services, fast. hybrid_warn: look at each "
                        + "class too, as older plugins need."
            })
    private Discovery discovery = Discovery.SERVICE_LOAD;

    /** Loads them, as a worker does. Plugins are instantiated on request only. */
    public Plugins load() {
        List<Path> all = all();
        for (Path folder : all) {
            if (!Files.isDirectory(folder)) {
                throw new Problem(
                        "The plugin path names " + folder + ", which is not a folder. Correct --plugin-path.");
            }
        }
        String path =
                all.stream().map(folder -> folder.toAbsolutePath().toString()).collect(Collectors.joining(","));
        return new Plugins(Map.of("plugin.path", path, "plugin.discovery", discovery.property()));
    }

    private List<Path> all() {
        return Stream.concat(shipped(System.getenv("MILLRACE_PLUGINS")), folders.stream())
                .toList();
    }

    private static Stream<Path> shipped(@Nullable String variable) {
        return variable == null || variable.isEmpty()
                ? Stream.of()
                : Stream.of(variable.split(File.pathSeparator)).map(Path::of);
    }
}
