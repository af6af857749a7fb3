// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.lint.setup.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What belongs together among what was given: what was named in one call, or found in one folder. Where that has the same
 * KafkaConnect or brokers in two files, these are variants of each other, and each folder, or then each file, is by itself.
 */
public final class Workspaces {
    private static final Set<String> CLUSTERS = Set.of("Kafka", "KafkaNodePool", "KafkaConnect");

    private Workspaces() {}

    /**
     * The parts of what was given.
     *
     * @param origin by a file's name, the folder in which it was found; empty if it was named
     */
    public static List<Workspace> of(Workspace all, Function<String, String> origin) {
        List<Workspace> together = new ArrayList<>();
        for (Workspace found : split(all, origin)) {
            for (Workspace folder : hasVariants(found) ? split(found, Workspaces::folder) : List.of(found)) {
                together.addAll(hasVariants(folder) ? split(folder, Function.identity()) : List.of(folder));
            }
        }
        return together;
    }

    private static String folder(String file) {
        return String.valueOf(Path.of(file).getParent());
    }

    private static boolean hasVariants(Workspace all) {
        Map<String, String> files = new HashMap<>();
        return all.resources().stream()
                .filter(resource -> CLUSTERS.contains(resource.kind()))
                .anyMatch(resource -> {
                    String id = resource.kind() + " " + resource.namespace() + "/" + resource.name();
                    String former = files.putIfAbsent(id, file(resource));
                    return former != null && !former.equals(file(resource));
                });
    }

    private static List<Workspace> split(Workspace all, Function<String, String> key) {
        Set<String> keys = new LinkedHashSet<>();
        all.connectors().forEach(connector -> keys.add(key.apply(file(connector))));
        all.resources().forEach(resource -> keys.add(key.apply(file(resource))));
        return keys.stream()
                .map(each -> new Workspace(
                        all.connectors().stream()
                                .filter(connector -> key.apply(file(connector)).equals(each))
                                .toList(),
                        all.resources().stream()
                                .filter(resource -> key.apply(file(resource)).equals(each))
                                .toList()))
                .toList();
    }

    private static String file(Subject connector) {
        return connector.connector().document().at().file();
    }

    private static String file(Resource resource) {
        return resource.document().at().file();
    }
}
