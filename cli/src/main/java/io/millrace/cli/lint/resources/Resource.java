// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.resources;

import io.millrace.cli.document.Node;
import io.millrace.cli.document.Node.Entry;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.document.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A Kubernetes resource of a file. */
public record Resource(Mapping document) {
    /** What an API's group is called, with the slash before its version. */
    static final String STRIMZI = "kafka.strimzi.io/";

    public String kind() {
        return document.text("kind").orElse("");
    }

    public String apiVersion() {
        return document.text("apiVersion").orElse("");
    }

    public boolean isStrimzis() {
        return apiVersion().startsWith(STRIMZI);
    }

    boolean is(String kind) {
        return isStrimzis() && kind().equals(kind);
    }

    public String name() {
        return document.text("metadata", "name").orElse("");
    }

    public String namespace() {
        return document.text("metadata", "namespace").orElse("");
    }

    String label(String name) {
        return document.text("metadata", "labels", name).orElse("");
    }

    String annotation(String name) {
        return document.text("metadata", "annotations", name).orElse("");
    }

    /** The entries of a map in it, by the path of its name; nothing where it is not there. */
    Map<String, Entry> entries(String name, String... more) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (document.get(name, more).orElse(null) instanceof Mapping map) {
            map.entries().forEach(entry -> entries.put(entry.name(), entry));
        }
        return entries;
    }

    /** The settings under {@code spec.config}. */
    Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        entries("spec", "config").forEach((key, entry) -> {
            if (entry.value() instanceof Scalar scalar) {
                config.put(key, scalar.text());
            }
        });
        return config;
    }

    /** Where the value at a path is; where the resource begins, if it is not. */
    Position at(String name, String... more) {
        return document.get(name, more).map(Node::at).orElse(document.at());
    }

    /** Where a map in it has a key. */
    Position atKey(String key, String name, String... more) {
        return Optional.ofNullable(entries(name, more).get(key)).map(Entry::at).orElse(at(name, more));
    }
}
