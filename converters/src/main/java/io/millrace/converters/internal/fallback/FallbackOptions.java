// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import io.millrace.converters.internal.fallback.FallbackReader.Otherwise;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import io.millrace.records.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** Which converters there are, in which order, and what becomes of what none can read. */
public final class FallbackOptions {
    static final String CONVERTERS = "converters";
    static final String WRITE_CONVERTER = "write.converter";
    static final String UNDECODABLE = "undecodable";

    private final AbstractConfig config;

    public FallbackOptions(AbstractConfig config) {
        this.config = config;
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        def.define(
                CONVERTERS,
                ConfigDef.Type.LIST,
                ConfigDef.NO_DEFAULT_VALUE,
                ConfigChecks.described(FallbackOptions::requireNames, "names, separated by commas"),
                Importance.HIGH,
                "The names of the converters, in the order in which they are tried, for example avro,json. Each has"
                        + " settings of its own: converters.<name>.type is its class, any converter that the worker has;"
                        + " converters.<name>.when lists what a record must have before it is tried, one of always (the"
                        + " default), magic0 (a zero byte and a schema id), magic1 (a byte 1 and a schema's GUID),"
                        + " id.header (a schema id in a header), json (the text of an object or array), json.header and"
                        + " avro.header (the header content-type); all else after converters.<name>. goes to the"
                        + " converter.",
                "Converters",
                1,
                Width.LONG,
                "Converters");
        new OptionGroup(def, "Behaviour")
                .text(
                        WRITE_CONVERTER,
                        "",
                        null,
                        "Writing converter",
                        "The name of the converter that writes. Empty takes the first.")
                .choice(
                        UNDECODABLE,
                        Otherwise.STRUCT,
                        "Undecodable bytes",
                        "What becomes of bytes that no converter can read: 'struct' passes them on as a record"
                                + " io.millrace.Undecodable of bytes, reason and topic, so that nothing stops and"
                                + " nothing is lost; 'fail' leaves it to errors.tolerance.");
    }

    private static void requireNames(String name, Object value) {
        List<?> names = (List<?>) value;
        if (names == null) {
            return; // not set: said by whoever requires it
        }
        if (names.isEmpty()) {
            throw new ConfigException(
                    "Configuration " + name + " has no name. Set it to the names of converters, such as avro,json.");
        }
        if (names.stream().distinct().count() < names.size()
                || names.stream().anyMatch(each -> !each.toString().matches("[A-Za-z0-9_-]+"))) {
            throw new ConfigException(
                    name, value, "expected different names of letters, digits, - and _, separated by commas.");
        }
    }

    /** What reads and writes. */
    public FallbackReader reader(Side side, UndecodableLog log) {
        List<Nested> converters = new ArrayList<>();
        try {
            for (String name : config.getList(CONVERTERS)) {
                converters.add(settings(name, config.originals()).configured(side));
            }
            Nested writer = writer(converters);
            Otherwise otherwise = ConfigChecks.choice(Otherwise.class, config.getString(UNDECODABLE));
            return new FallbackReader(side, converters, writer, otherwise, log);
        } catch (RuntimeException e) {
            converters.forEach(FallbackReader::close);
            throw e;
        }
    }

    private Nested writer(List<Nested> converters) {
        String name = config.getString(WRITE_CONVERTER);
        return name.isEmpty()
                ? converters.get(0)
                : converters.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknownWriter(name, config.getList(CONVERTERS)));
    }

    static ConfigException unknownWriter(String name, List<String> names) {
        return new ConfigException(
                WRITE_CONVERTER, name, "expected one of " + String.join(", ", names) + ". Omit it for the first.");
    }

    /** The settings of the converter called {@code name} among {@code all}. */
    static NestedSettings settings(String name, Map<String, ?> all) {
        String prefix = CONVERTERS + "." + name + ".";
        Map<String, Object> own = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return new NestedSettings(name, prefix, own);
    }
}
