// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.refusal;

import io.millrace.records.OptionGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The keys of Debezium's ExtractNewRecordState, what they may be set to, and beside what. */
final class CompatKeys {
    static final String DELETE_MODE = "delete.tombstone.handling.mode";
    static final String REPLACE_NULL = "replace.null.with.default";
    static final String ADD_FIELDS = "add.fields";
    static final String ADD_FIELDS_PREFIX = "add.fields.prefix";
    static final String ADD_HEADERS = "add.headers";
    static final String ADD_HEADERS_PREFIX = "add.headers.prefix";
    static final String ROUTE_BY_FIELD = "route.by.field";
    static final String DROP_HEADER = "drop.fields.header.name";
    static final String DROP_FROM_KEY = "drop.fields.from.key";
    static final String DROP_COMPATIBLE = "drop.fields.keep.schema.compatible";

    private static final String OLD_DELETE_MODE = "delete.handling.mode";
    private static final String OLD_DROP_TOMBSTONES = "drop.tombstones";
    private static final String REFERENCES = "names such as op, source.ts_ms or lsn:position";
    private static final String DEFAULT_PREFIX = "__";
    private static final Set<String> ALSO = Set.of(NormalizeConfig.PROFILE, ErrorPolicy.ERRORS, ErrorPolicy.TOPIC);
    private static final Set<String> ALL = Set.copyOf(define(new ConfigDef()).names());

    private CompatKeys() {}

    static ConfigDef define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "With profile=debezium-compat");
        defineDeletes(group);
        defineAdditions(group);
        defineDrops(group);
        defineRemoved(group);
        return def;
    }

    private static void defineDeletes(OptionGroup group) {
        group.text(
                        DELETE_MODE,
                        CompatOptions.Deletes.TOMBSTONE.text(),
                        described(CompatKeys::requireMode, CompatOptions.Deletes.texts()),
                        "Deletes",
                        "What becomes of a delete. drop: nothing. tombstone, delete-to-tombstone: one tombstone, in "
                                + "place of the event. rewrite: the deleted row with __deleted \"true\". "
                                + "rewrite-with-tombstone: that row, then the tombstone.")
                .flag(
                        REPLACE_NULL,
                        "false",
                        "Replace null",
                        "Whether null becomes the column's default in the rewrite modes. ExtractNewRecordState does so "
                                + "unless told not to; this profile only if told to, because a null that was replaced "
                                + "cannot be told from the default afterwards.");
    }

    private static void defineAdditions(OptionGroup group) {
        group.list(
                        ADD_FIELDS,
                        "",
                        described(CompatKeys::requireDistinct, REFERENCES),
                        "Added fields",
                        "What to add to each row from the envelope: a field of the envelope, of transaction or of "
                                + "source, or one of a named block such as source.ts_ms; behind a colon, the name to "
                                + "give it. What an envelope lacks is left out.")
                .text(
                        ADD_FIELDS_PREFIX,
                        DEFAULT_PREFIX,
                        null,
                        "Prefix of added fields",
                        "What the names of added fields begin with.")
                .list(
                        ADD_HEADERS,
                        "",
                        described(CompatKeys::requireReferences, REFERENCES),
                        "Added headers",
                        "What to add to the headers, written as in add.fields. A tombstone that passes gets op alone.")
                .text(
                        ADD_HEADERS_PREFIX,
                        DEFAULT_PREFIX,
                        null,
                        "Prefix of added headers",
                        "What the names of added headers begin with.")
                .text(
                        ROUTE_BY_FIELD,
                        "",
                        null,
                        "Topic column",
                        "The text column whose value is the topic. Null or empty keeps the topic. A tombstone that "
                                + "passes keeps it too, since it has no columns.");
    }

    private static void defineDrops(OptionGroup group) {
        group.text(
                        DROP_HEADER,
                        "",
                        null,
                        "Header of dropped fields",
                        "The header that lists fields to leave out of the row, such as the unchanged ones that Debezium's "
                                + "ExtractChangedRecordState finds. Empty: none are left out.")
                .flag(DROP_FROM_KEY, "false", "Drop from key", "Whether those fields are left out of the key as well.")
                .flag(
                        DROP_COMPATIBLE,
                        "true",
                        "Drop optional fields only",
                        "Whether only optional fields are left out, so that a schema registry accepts the shorter "
                                + "schema.");
    }

    private static void defineRemoved(OptionGroup group) {
        String doc =
                "Removed by Debezium 3.2, which ignores it: refused with the " + DELETE_MODE + " that does the same.";
        group.text(
                        OLD_DELETE_MODE,
                        "",
                        described(CompatKeys::refuseOldMode, "nothing: it was removed"),
                        "Deletes before Debezium 3.2",
                        doc)
                .text(
                        OLD_DROP_TOMBSTONES,
                        "",
                        described(CompatKeys::refuseOldTombstones, "nothing: it was removed"),
                        "Tombstones before Debezium 3.2",
                        doc);
    }

    /** Refuses settings that would silently do nothing: of the other kind than the profile takes. */
    static void requireFitting(Map<String, ?> props, Set<String> known) {
        Set<String> given = new TreeSet<>(props.keySet());
        given.retainAll(known);
        if (Profile.DEBEZIUM_COMPAT.text().equals(props.get(NormalizeConfig.PROFILE))) {
            given.removeAll(ALL);
            given.removeAll(ALSO);
            refuse(given, "do nothing with profile=debezium-compat, which takes ExtractNewRecordState's", "unset");
        } else {
            given.retainAll(ALL);
            refuse(given, "are ExtractNewRecordState's", "set to debezium-compat");
        }
    }

    private static void refuse(Set<String> keys, String found, String profile) {
        if (!keys.isEmpty()) {
            throw new ConfigException("Cannot configure " + keys + ": they " + found
                    + ". Remove them, or have 'profile' " + profile + ".");
        }
    }

    private static void requireMode(String name, Object value) {
        if (!CompatOptions.Deletes.isMode((String) value)) {
            throw refusal(
                    name, value, "expected " + CompatOptions.Deletes.texts(), CompatOptions.Deletes.TOMBSTONE.text());
        }
    }

    private static void requireReferences(String name, Object value) {
        List<String> strange = texts(value).stream()
                .filter(text -> !CompatField.isReference(text))
                .toList();
        if (!strange.isEmpty()) {
            throw refusal(name, strange, "expected a field, block.field, or either with :name behind it", "none");
        }
    }

    private static void requireDistinct(String name, Object value) {
        requireReferences(name, value);
        Set<String> seen = new HashSet<>();
        List<String> twice = CompatField.parse(texts(value), "").stream()
                .map(CompatField::name)
                .filter(each -> !seen.add(each))
                .distinct()
                .toList();
        if (!twice.isEmpty()) {
            throw refusal(name, twice, "expected each name once", "none");
        }
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static void refuseOldMode(String name, Object value) {
        if (!value.equals("")) {
            throw removed(
                    name,
                    value,
                    switch (((String) value).toLowerCase(Locale.ROOT)) {
                        case "drop" -> "drop, or to tombstone where drop.tombstones was false";
                        case "rewrite" -> "rewrite, or to rewrite-with-tombstone where drop.tombstones was false";
                        case "none" -> "tombstone";
                        default -> "one of " + CompatOptions.Deletes.texts();
                    });
        }
    }

    private static void refuseOldTombstones(String name, Object value) {
        if (!value.equals("")) {
            boolean dropped = Boolean.parseBoolean((String) value);
            throw removed(
                    name,
                    value,
                    dropped
                            ? "drop, or to rewrite where delete.handling.mode was rewrite"
                            : "tombstone, or to rewrite-with-tombstone where delete.handling.mode was rewrite");
        }
    }

    private static ConfigException removed(String name, Object value, String successor) {
        return new ConfigException(
                name, value, "removed by Debezium 3.2. Set '" + DELETE_MODE + "' to " + successor + ".");
    }
}
