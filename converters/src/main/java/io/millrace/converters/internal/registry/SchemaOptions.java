// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Registry.Spelling;
import io.millrace.converters.internal.registry.SchemaChoice.Source;
import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings that decide which schema data are written with, and which they are read as. */
public final class SchemaOptions {
    static final String NORMALIZE_SCHEMAS = "normalize.schemas";
    static final String USE_SCHEMA_ID = "use.schema.id";
    static final String USE_SCHEMA_GUID = "use.schema.guid";
    static final String USE_LATEST_WITH_METADATA = "use.latest.with.metadata";
    static final String USE_LATEST_VERSION = "use.latest.version";
    static final String LATEST_CACHE_TTL_SEC = "latest.cache.ttl.sec";
    static final String LATEST_CACHE_SIZE = "latest.cache.size";
    static final String LATEST_COMPATIBILITY_STRICT = "latest.compatibility.strict";
    static final String ID_COMPATIBILITY_STRICT = "id.compatibility.strict";

    private static final int MAX_SECONDS = 31_536_000;

    private final AbstractConfig config;

    /** Throws a {@link ConfigException} when settings that are right by themselves do not go together. */
    public SchemaOptions(AbstractConfig config) {
        this.config = config;
    }

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Schemas");
        defineOwn(group);
        defineRegistered(group);
        defineNewest(group);
    }

    private static void defineOwn(OptionGroup group) {
        group.flag(
                        SchemaChoice.AUTO_REGISTER_SCHEMAS,
                        "true",
                        "Register schemas",
                        "Whether new schemas are registered under the record's subject. When false, records are written"
                                + " in the schema that the next options name, or else in their own, which must have"
                                + " been registered: a record whose schema has not is refused.")
                .flag(
                        NORMALIZE_SCHEMAS,
                        "false",
                        "Normalize schemas",
                        "Whether the registry compares and keeps schemas in its normal form, in which the order of"
                                + " attributes, for example, does not count. It makes fewer versions; all writers of a"
                                + " subject should agree on it.");
    }

    private static void defineRegistered(OptionGroup group) {
        group.number(
                        USE_SCHEMA_ID,
                        -1,
                        ConfigChecks.between(-1, Integer.MAX_VALUE, -1),
                        "Schema id",
                        "With 'auto.register.schemas=false': the id of the schema that records are written in, mapped"
                                + " by field names. -1 for none. With ConfigSchemaIdDeserializer: the id of the schema"
                                + " of data that carry none.")
                .text(
                        USE_SCHEMA_GUID,
                        "",
                        ConfigChecks.described(SchemaOptions::requireGuid, "a GUID, or empty"),
                        "Schema GUID",
                        "As 'use.schema.id', by the GUID that Confluent's registries have from version 8 on.")
                .text(
                        USE_LATEST_WITH_METADATA,
                        "",
                        ConfigChecks.described(SchemaOptions::requirePairs, "key=value,key=value, or empty"),
                        "Newest schema with metadata",
                        "With 'auto.register.schemas=false': records are written in the subject's newest schema whose"
                                + " metadata have all of these, for example application.version=2.")
                .flag(
                        ID_COMPATIBILITY_STRICT,
                        "true",
                        "Strict with fixed ids",
                        "Accepted, and changes nothing: a record that does not fit the schema of 'use.schema.id' is"
                                + " refused, whichever it is.");
    }

    private static void defineNewest(OptionGroup group) {
        group.flag(
                        USE_LATEST_VERSION,
                        "false",
                        "Newest schema",
                        "When writing with 'auto.register.schemas=false': records are written in the subject's newest"
                                + " schema, mapped by field names; a field that it lacks is refused. When reading:"
                                + " records of all versions are read as the subject's newest.")
                .flag(
                        LATEST_COMPATIBILITY_STRICT,
                        "true",
                        "Strict with newest schemas",
                        "Accepted, and changes nothing: a record that does not fit the newest schema is refused,"
                                + " whichever it is.")
                .number(
                        LATEST_CACHE_TTL_SEC,
                        -1,
                        ConfigChecks.between(-1, MAX_SECONDS, -1),
                        "Newest schema kept",
                        "For how many seconds a subject's newest schema is used before the registry is asked again. -1"
                                + " until the task is started again. Short notices new versions, and asks more often.")
                .number(
                        LATEST_CACHE_SIZE,
                        1_000,
                        ConfigChecks.between(1, 1_000_000, 1_000),
                        "Newest schemas kept",
                        "For how many subjects the newest schema is kept. More subjects than this cost requests.");
    }

    private static void requireGuid(String name, Object value) {
        if (!String.valueOf(value).isEmpty() && guid(String.valueOf(value)) == null) {
            throw ConfigChecks.refusal(name, value, "expected a GUID", "none");
        }
    }

    private static @Nullable UUID guid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void requirePairs(String name, Object value) {
        if (pairs(String.valueOf(value)).containsKey("")) {
            throw ConfigChecks.refusal(name, value, "expected key=value,key=value", "none");
        }
    }

    /** The pairs in {@code text}; what is no pair has the key {@code ""}. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equal = pair.indexOf('=');
            pairs.put(
                    equal < 0 ? "" : pair.substring(0, equal).trim(),
                    pair.substring(equal + 1).trim());
        }
        return pairs;
    }

    public SchemaChoice choice() {
        SchemaId fixed = fixedId();
        Map<String, String> metadata = pairs(config.getString(USE_LATEST_WITH_METADATA));
        Spelling spelling = config.getBoolean(NORMALIZE_SCHEMAS) ? Spelling.NORMALIZED : Spelling.AS_WRITTEN;
        return new SchemaChoice(source(fixed, metadata), fixed, metadata, spelling);
    }

    private Source source(@Nullable SchemaId fixed, Map<String, String> metadata) {
        if (config.getBoolean(SchemaChoice.AUTO_REGISTER_SCHEMAS)) {
            return Source.REGISTERED;
        }
        if (fixed != null) {
            return Source.FIXED;
        }
        if (!metadata.isEmpty()) {
            return Source.WITH_METADATA;
        }
        return config.getBoolean(USE_LATEST_VERSION) ? Source.NEWEST : Source.LOOKED_UP;
    }

    /** The id that is configured, or else the GUID; null when neither is. */
    public @Nullable SchemaId fixedId() {
        int id = config.getInt(USE_SCHEMA_ID);
        UUID guid = guid(config.getString(USE_SCHEMA_GUID));
        if (id >= 0) {
            return SchemaId.of(id);
        }
        return guid == null ? null : SchemaId.of(guid);
    }

    /** Whether data are read as their subject's newest schema. */
    public boolean readsNewest() {
        return config.getBoolean(USE_LATEST_VERSION);
    }

    /** How long, and for how many subjects, the newest schema is kept. */
    public NewestSchemas.Keep newestKept() {
        int seconds = config.getInt(LATEST_CACHE_TTL_SEC);
        return new NewestSchemas.Keep(
                seconds < 0 ? null : Duration.ofSeconds(seconds), config.getInt(LATEST_CACHE_SIZE));
    }
}
