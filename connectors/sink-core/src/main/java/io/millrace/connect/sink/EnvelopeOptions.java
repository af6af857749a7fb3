// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.sink;

import io.millrace.records.OptionGroup;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What becomes of Debezium's change events that no transform has made rows of. */
public final class EnvelopeOptions {
    static final String MODE = "envelope.mode";
    /** Settings of NormalizeEnvelope follow. */
    public static final String PREFIX = "envelope.";

    /** What to do with a change event. */
    private enum Mode {
        /** A row is made of it, as NormalizeEnvelope would. */
        NORMALIZE,
        /** It is a struct like any other. */
        AS_IS
    }

    private static final Pattern NAMED = Pattern.compile(" configuration ([a-z0-9.]+):");

    private final AbstractConfig config;

    public EnvelopeOptions(AbstractConfig config) {
        this.config = config;
    }

    public static void define(ConfigDef def) {
        new OptionGroup(def, "Change events")
                .text(
                        MODE,
                        Choices.text(Mode.NORMALIZE),
                        Choices.oneOf(Mode.NORMALIZE),
                        "Change events",
                        "What becomes of Debezium's change events that no transform has made rows of. normalize: rows are"
                                + " made of them as NormalizeEnvelope does; its settings may be given after the prefix"
                                + " envelope., such as envelope.types.decimal. as_is: before, after and source become"
                                + " columns.");
    }

    public boolean isNormalized() {
        return Choices.constant(Mode.class, config.getString(MODE)) == Mode.NORMALIZE;
    }

    /** Settings of NormalizeEnvelope. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        config.originalsWithPrefix(PREFIX).forEach((key, value) -> settings.put(key, String.valueOf(value)));
        settings.remove(MODE.substring(PREFIX.length()));
        return settings;
    }

    /**
     * Columns that settings of metadata call otherwise than the sink does: it would not find them. The key to change, and
     * why.
     */
    public Map<String, String> nameProblems(RowRules rules) {
        Map<String, String> problems = new TreeMap<>();
        boolean mayRename = settings().keySet().stream().anyMatch(key -> key.startsWith("metadata."));
        if (!isNormalized() || !mayRename || !problems().isEmpty()) {
            return problems;
        }
        EnvelopeRows rows = rows();
        String unavailable = rows.unavailableColumn();
        if (unavailable != null && !unavailable.equals(rules.unavailable().field())) {
            problems.put(
                    UnavailableOptions.FIELD,
                    misnamed(UnavailableOptions.FIELD, rules.unavailable().field(), unavailable));
        }
        String deleted = rows.deletedColumn();
        if (rules.deletes().mode() != DeleteMode.NONE
                && !rules.deletes().field().equals(deleted)) {
            String expected = deleted == null ? "rows to have it" : deleted;
            problems.put(
                    DeleteOptions.FIELD,
                    misnamed(DeleteOptions.FIELD, rules.deletes().field(), expected));
        }
        return problems;
    }

    private static String misnamed(String key, String found, String expected) {
        return "Invalid value " + found + " for configuration " + key + ": expected " + expected
                + ", as the settings 'envelope.metadata.*' name the columns of rows that are made of change events.";
    }

    public EnvelopeRows rows() {
        return new EnvelopeRows(settings());
    }

    /** What NormalizeEnvelope says of its settings: the key to change, and why. */
    public Map<String, String> problems() {
        if (!isNormalized()) {
            return Map.of();
        }
        try {
            rows();
            return Map.of();
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            Matcher named = NAMED.matcher(message);
            return named.find()
                    ? Map.of(PREFIX + named.group(1), named.replaceFirst(" configuration " + PREFIX + "$1:"))
                    : Map.of(keyIn(message), message);
        }
    }

    private String keyIn(String message) {
        return settings().keySet().stream()
                .filter(key -> Pattern.compile("\\b" + Pattern.quote(key) + "\\b")
                        .matcher(message)
                        .find())
                .findFirst()
                .map(key -> PREFIX + key)
                .orElse(MODE);
    }
}
