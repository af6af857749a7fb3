// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of the collections: a collection, card or dashboard in Metabase's representation format 1.0.0.
 *
 * @param id its {@code entity_id}
 */
record Entity(Path file, Kind kind, String id, String name, ObjectNode yaml) {
    /** What a file may hold, by its {@code model}. */
    enum Kind {
        COLLECTION("Collection"),
        CARD("Card"),
        DASHBOARD("Dashboard");

        private final String model;

        Kind(String model) {
            this.model = model;
        }

        String model() {
            return model;
        }
    }

    /** A copy of {@code yaml}. */
    static Entity of(Path file, Kind kind, ObjectNode yaml) {
        return new Entity(file, kind, text(file, yaml, "entity_id"), text(file, yaml, "name"), yaml.deepCopy());
    }

    /** The entity id in {@code field}; empty if it is null or left out. */
    String reference(String field) {
        return yaml.path(field).asText("");
    }

    /** How progress and errors name it: {@code question 'Orders placed'}. */
    String title() {
        String type = kind == Kind.CARD
                ? yaml.path("type").asText("question")
                : kind.model().toLowerCase(Locale.ROOT);
        return type + " '" + name + "'";
    }

    /** Says what is wrong with the file. */
    Problem wrong(String what) {
        return wrong(file, what);
    }

    static Problem wrong(Path file, String what) {
        return new Problem("Cannot read " + file + ": " + what + ".");
    }

    private static String text(Path file, JsonNode yaml, String field) {
        String text = yaml.path(field).asText("");
        if (text.isEmpty()) {
            throw wrong(file, "it has no " + field);
        }
        return text;
    }
}
