// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of NormalizeEnvelope drawn at random: every key of its definition, so that one that is added later is drawn
 * too. Which values a choice has is read from its description.
 */
final class RandomSettings {
    private static final Map<String, List<String>> TEXTS = texts();
    private static final Set<String> COMPAT =
            new TreeSet<>(CompatKeys.define(new ConfigDef()).names());
    private static final Set<String> ALSO_COMPAT = Set.of("errors", "quarantine.topic");

    private RandomSettings() {}

    private static Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new HashMap<>();
        texts.put("metadata.prefix", List.of("_", "cdc_", ""));
        texts.put("metadata.nest", List.of("", "meta"));
        texts.put("quarantine.topic", List.of("bad", "${topic}.bad"));
        texts.put("sequence.epoch", List.of("0", "7", "2147483647"));
        texts.put("sequence.epochs", List.of("", "shop:3", "1:1,2:2"));
        texts.put("sequence.source", List.of("source"));
        texts.put("unavailable.placeholder", List.of("__debezium_unavailable_value", "(gone)"));
        for (String kind : List.of("column", "topic", "schema")) {
            texts.put("names." + kind + ".pattern", List.of("", "^(.)", "[^a-z.]"));
            texts.put("names." + kind + ".replacement", List.of("", "x"));
        }
        texts.put("types.decimal.scale", List.of("0", "2", "18"));
        texts.put("types.temporal.zone", List.of("", "Europe/Zurich", "UTC"));
        texts.put("add.fields", List.of("", "op,table,source.ts_ms", "transaction.id:tx"));
        texts.put("add.fields.prefix", List.of("__", ""));
        texts.put("add.headers", List.of("", "op,source.ts_ms"));
        texts.put("add.headers.prefix", List.of("__", "dbz."));
        texts.put("route.by.field", List.of("", "state"));
        texts.put("drop.fields.header.name", List.of("drop"));
        texts.put("delete.handling.mode", List.of());
        texts.put("drop.tombstones", List.of());
        return texts;
    }

    /** Each key is left alone more often than not, the types as a whole half the time. */
    static Map<String, String> draw(Random random) {
        Map<String, String> drawn = new HashMap<>();
        boolean types = random.nextBoolean();
        for (ConfigKey key : new ArrayList<>(NormalizeConfig.DEF.configKeys().values())) {
            List<String> values = values(key, random);
            boolean wanted = random.nextInt(key.name.startsWith("types.") ? 2 : 4) == 0;
            if (!values.isEmpty() && wanted && (types || !key.name.startsWith("types."))) {
                drawn.put(key.name, values.get(random.nextInt(values.size())));
            }
        }
        boolean compat = "debezium-compat".equals(drawn.get("profile"));
        drawn.keySet()
                .removeIf(name -> !name.equals("profile")
                        && (compat ? !COMPAT.contains(name) && !ALSO_COMPAT.contains(name) : COMPAT.contains(name)));
        if ("keep".equals(drawn.getOrDefault("types.temporal", "keep"))) {
            drawn.remove("types.temporal.zone"); // refused: there is nothing that it would change
        }
        return drawn;
    }

    private static List<String> values(ConfigKey key, Random random) {
        List<String> texts = TEXTS.get(key.name);
        if (texts != null) {
            return texts;
        }
        if (key.type == ConfigDef.Type.BOOLEAN) {
            return List.of("true", "false");
        }
        if (key.name.startsWith("metadata.")) {
            return List.of(columns(random, key.name.endsWith("columns") ? ":more_" : ":"));
        }
        List<String> choices = new ArrayList<>(List.of(key.validator.toString().split(", | or ")));
        choices.removeIf(choice -> !isValid(key, choice));
        if (choices.size() < 2) {
            throw new IllegalStateException("Say in RandomSettings which values " + key.name + " may have.");
        }
        return choices;
    }

    private static boolean isValid(ConfigKey key, String choice) {
        try {
            key.validator.ensureValid(key.name, choice);
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }

    /** Some metadata columns, each with a name of its own now and then. */
    private static String columns(Random random, String colon) {
        List<String> names = new ArrayList<>(MetadataColumn.names());
        Collections.shuffle(names, random);
        List<String> some = new ArrayList<>();
        for (String name : names.subList(0, random.nextInt(names.size()))) {
            boolean own = colon.length() > 1 || random.nextInt(4) == 0;
            some.add(own ? name + colon + "m_" + name : name);
        }
        return String.join(",", some);
    }
}
