// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import static io.millrace.records.ConfigChecks.between;
import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.oneOf;
import static io.millrace.records.ConfigChecks.refusal;
import static io.millrace.records.ConfigChecks.text;
import static java.util.Objects.requireNonNull;

import io.millrace.records.FieldPath;
import io.millrace.transforms.MaskFields;
import io.millrace.transforms.internal.mask.HmacMask.Encoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The settings of one rule of {@link MaskFields}. */
final class MaskRuleConfig {
    static final String FIELDS = "fields";
    static final String MASK = "mask";
    static final String REPLACEMENT = "replacement";
    static final String PARTIAL_KEEP = "partial.keep";
    static final String PARTIAL_CHARACTER = "partial.character";
    static final String HMAC_ENCODING = "hmac.encoding";

    private static final String GROUP = "Mask";

    enum Kind {
        NULL,
        FIXED,
        PARTIAL,
        HMAC,
        DIGITS,
        DROP
    }

    static final ConfigDef DEF = define(new ConfigDef());

    private final String prefix;
    private final AbstractConfig rule;
    private final MaskConfig config;

    MaskRuleConfig(String prefix, Map<String, ?> props, MaskConfig config) {
        this.prefix = prefix;
        this.rule = new AbstractConfig(DEF, props, false);
        this.config = config;
    }

    /** The rule whose keys begin with {@code prefix}; what they do not set is taken from the keys without. */
    static MaskRuleConfig of(String prefix, Map<String, ?> props, MaskConfig config) {
        Map<String, Object> own = new HashMap<>(props);
        own.remove(FIELDS);
        for (String key : DEF.names()) {
            Object value = props.get(prefix + key);
            if (value != null) {
                own.put(key, value);
            }
        }
        try {
            return new MaskRuleConfig(prefix, own, config);
        } catch (ConfigException e) {
            throw new ConfigException("In " + prefix.substring(0, prefix.length() - 1) + ": " + e.getMessage());
        }
    }

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        FIELDS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        described(MaskRuleConfig::requirePaths, "field paths"),
                        Importance.HIGH,
                        "The fields to mask, separated by commas: names, joined by dots for fields inside fields, in "
                                + "backticks where a name holds a dot. * is any field, key of a map or element of an "
                                + "array, **. before a name is any depth, . alone is the whole key or value. Columns are "
                                + "given by their names wherever the row is: in a change event they are masked in before "
                                + "and after. Example: email, address.street, contacts.*.phone, `home.town`.",
                        GROUP,
                        1,
                        Width.LONG,
                        "Fields")
                .define(
                        MASK,
                        ConfigDef.Type.STRING,
                        text(Kind.NULL),
                        oneOf(Kind.NULL),
                        Importance.HIGH,
                        "What takes the place of a value. null: nothing. fixed: 'replacement'. partial: the value with all "
                                + "but its last characters hidden. hmac: a keyed hash, the same for the same value, so "
                                + "that masked columns can still be joined. digits: other digits, by a keyed hash. drop: "
                                + "the field goes, from the schema too. A null stays null.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Mask")
                .define(
                        REPLACEMENT,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "For fixed: what stands in the place of every value, as text, number, true or false, or ISO-8601 "
                                + "date, time or instant, whatever the field's type asks for.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "Replacement")
                .define(
                        PARTIAL_KEEP,
                        ConfigDef.Type.INT,
                        4,
                        between(0, 1_000, 4),
                        Importance.MEDIUM,
                        "For partial: how many characters at the end stay. A value that is no longer is hidden whole.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Characters kept")
                .define(
                        PARTIAL_CHARACTER,
                        ConfigDef.Type.STRING,
                        "*",
                        described(MaskRuleConfig::requireCharacter, "one character"),
                        Importance.LOW,
                        "For partial: what each hidden character becomes.",
                        GROUP,
                        5,
                        Width.SHORT,
                        "Hiding character")
                .define(
                        HMAC_ENCODING,
                        ConfigDef.Type.STRING,
                        text(Encoding.HEX),
                        oneOf(Encoding.HEX),
                        Importance.LOW,
                        "For hmac: how the 32 bytes of the hash are written. hex: 64 characters, as databases write it. "
                                + "base64url: 43 characters of A-Z, a-z, 0-9, - and _. To be joined, columns need the "
                                + "same.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Hash encoding");
    }

    /** The rule that is set; what is wrong with it is added to {@code problems}. */
    MaskRule rule(List<String> problems) {
        List<FieldPath> fields =
                rule.getList(FIELDS).stream().map(FieldPath::parse).toList();
        Kind kind = choice(Kind.class, rule.getString(MASK));
        int before = problems.size();
        if (fields.isEmpty()) {
            problems.add("Missing configuration " + prefix + FIELDS + ". List the fields to mask.");
        }
        if (kind == Kind.FIXED && !rule.originals().containsKey(REPLACEMENT)) {
            problems.add("Missing configuration " + prefix + REPLACEMENT + ", which the mask fixed needs.");
        }
        if (needsKey(kind) && config.keyedHash() == null) {
            problems.add("Missing configuration " + MaskConfig.HMAC_KEY + ", which the mask " + text(kind) + " needs.");
        }
        boolean isWhole = fields.stream().anyMatch(field -> field.length() == 0);
        if (isWhole && (kind == Kind.NULL || kind == Kind.DROP)) {
            problems.add("The mask " + text(kind) + " cannot be that of the whole key or value ('.'). Use another.");
        }
        return new MaskRule(fields, problems.size() > before ? new NullMask() : mask(kind));
    }

    private static boolean needsKey(Kind kind) {
        return kind == Kind.HMAC || kind == Kind.DIGITS;
    }

    private Mask mask(Kind kind) {
        return switch (kind) {
            case NULL -> new NullMask();
            case FIXED -> new FixedMask(rule.getString(REPLACEMENT));
            case PARTIAL -> new PartialMask(rule.getInt(PARTIAL_KEEP), rule.getString(PARTIAL_CHARACTER));
            case HMAC ->
                new HmacMask(
                        requireNonNull(config.keyedHash()),
                        config.keyId(),
                        choice(Encoding.class, rule.getString(HMAC_ENCODING)));
            case DIGITS -> new DigitsMask(requireNonNull(config.keyedHash()));
            case DROP -> new DropMask();
        };
    }

    private static void requirePaths(String name, Object value) {
        for (Object each : (List<?>) value) {
            try {
                FieldPath.parse((String) each);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        name,
                        each,
                        "expected a field path: " + e.getMessage() + ". Example: "
                                + "address.street, contacts.*.phone, `home.town`.");
            }
        }
    }

    private static void requireCharacter(String name, Object value) {
        String text = (String) value;
        if (text.codePointCount(0, text.length()) != 1) {
            throw refusal(name, value, "expected one character", "*");
        }
    }
}
