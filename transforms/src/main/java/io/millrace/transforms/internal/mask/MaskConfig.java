// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms.internal.mask;

import static io.millrace.records.ConfigChecks.choice;
import static io.millrace.records.ConfigChecks.described;
import static io.millrace.records.ConfigChecks.oneOf;
import static io.millrace.records.ConfigChecks.refusal;
import static io.millrace.records.ConfigChecks.text;

import io.millrace.changes.internal.event.MetadataNames;
import io.millrace.changes.internal.event.Placeholder;
import io.millrace.transforms.MaskFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of {@link MaskFields}. */
public final class MaskConfig extends AbstractConfig {
    public static final String RULES = "rules";
    public static final String HMAC_KEY = "hmac.key";
    public static final String HMAC_KEY_ID = "hmac.key.id";
    public static final String MISSING = "missing";
    public static final String METADATA_PREFIX = "metadata.prefix";
    public static final String METADATA_NEST = "metadata.nest";
    public static final String UNAVAILABLE_PLACEHOLDER = "unavailable.placeholder";
    public static final String REPLACEMENT = MaskRuleConfig.REPLACEMENT;

    private static final int MIN_KEY_BYTES = 16;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_.-]{0,32}");
    private static final String GROUP_KEY = "Key";
    private static final String GROUP_RULES = "Several rules";
    private static final String GROUP_RECORDS = "Records";

    public static final ConfigDef DEF = MaskRuleConfig.define(new ConfigDef())
            .define(
                    HMAC_KEY,
                    ConfigDef.Type.PASSWORD,
                    null,
                    described(MaskConfig::requireKey, "at least 16 bytes"),
                    Importance.HIGH,
                    "The secret key of the masks hmac and digits: text of at least 16 bytes in UTF-8, better 32 random "
                            + "ones as hex. Whoever has it can find out what was masked by trying. Give it by a "
                            + "config provider, and the same one to every transform whose output is to be joined.",
                    GROUP_KEY,
                    1,
                    Width.LONG,
                    "Secret key")
            .define(
                    HMAC_KEY_ID,
                    ConfigDef.Type.STRING,
                    "",
                    described(MaskConfig::requireKeyId, "up to 32 letters, digits, underscores, hyphens and dots"),
                    Importance.LOW,
                    "Written before each hash of the mask hmac and a colon, as in k2:9f86d0…, so that values masked with "
                            + "an old key can be told from those with a new one. Change it whenever the key changes.",
                    GROUP_KEY,
                    2,
                    Width.SHORT,
                    "Key id")
            .define(
                    RULES,
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.LOW,
                    "Names for several rules in one transform, in place of 'fields'. Each has settings of its own under "
                            + "rules.<name>.: fields, mask, replacement, partial.keep, partial.character, "
                            + "hmac.encoding; what a rule does not set is taken from the settings above. Where two "
                            + "rules reach one field, the first masks it. Example: rules=contact,card with "
                            + "rules.contact.fields=email,phone and rules.card.fields=card.number and "
                            + "rules.card.mask=partial.",
                    GROUP_RULES,
                    1,
                    Width.LONG,
                    "Rules")
            .define(
                    MISSING,
                    ConfigDef.Type.STRING,
                    text(Missing.FAIL),
                    oneOf(Missing.FAIL),
                    Importance.HIGH,
                    "What becomes of a record that lacks one of the fields. fail: an error, so that a misspelt name "
                            + "leaves nothing unmasked. ignore: the other fields are masked; for one transform over "
                            + "tables with different columns, where a predicate such as TableMatches is the safer way.",
                    GROUP_RECORDS,
                    1,
                    Width.SHORT,
                    "Missing fields")
            .define(
                    METADATA_PREFIX,
                    ConfigDef.Type.STRING,
                    "_",
                    Importance.LOW,
                    "What the names of a curated row's metadata columns begin with, as in NormalizeEnvelope's "
                            + "metadata.prefix. Wildcards leave those columns alone; a path reaches into _before too, "
                            + "and a dropped column's name goes from _changed and _unavailable.",
                    GROUP_RECORDS,
                    2,
                    Width.SHORT,
                    "Metadata prefix")
            .define(
                    METADATA_NEST,
                    ConfigDef.Type.STRING,
                    "",
                    Importance.LOW,
                    "The column of a curated row that holds its metadata columns, as in NormalizeEnvelope's "
                            + "metadata.nest. Empty where each is a column of the row.",
                    GROUP_RECORDS,
                    3,
                    Width.SHORT,
                    "Column for metadata")
            .define(
                    UNAVAILABLE_PLACEHOLDER,
                    ConfigDef.Type.STRING,
                    "__debezium_unavailable_value",
                    new ConfigDef.NonEmptyString(),
                    Importance.LOW,
                    "Text that stands for a value that the database did not send, as set by the Debezium connector's "
                            + "unavailable.value.placeholder. It is left as it is, so that what comes after can still "
                            + "tell.",
                    GROUP_RECORDS,
                    4,
                    Width.MEDIUM,
                    "Placeholder of unavailable values");

    public enum Missing {
        FAIL,
        IGNORE
    }

    private final @Nullable KeyedHash hash;
    private final List<MaskRule> rules;

    public MaskConfig(Map<String, ?> props) {
        super(DEF, props);
        Password key = getPassword(HMAC_KEY);
        this.hash = key == null ? null : new KeyedHash(key.value());
        List<String> problems = new ArrayList<>();
        this.rules = getList(RULES).isEmpty() ? only(problems) : several(problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join(" ", problems));
        }
    }

    /** In the order in which they are tried. */
    public List<MaskRule> rules() {
        return rules;
    }

    public Missing missing() {
        return choice(Missing.class, getString(MISSING));
    }

    public MetadataNames metadataNames() {
        return new MetadataNames(getString(METADATA_PREFIX), getString(METADATA_NEST));
    }

    public Placeholder placeholder() {
        return new Placeholder(getString(UNAVAILABLE_PLACEHOLDER));
    }

    private List<MaskRule> only(List<String> problems) {
        unknownRules(problems);
        return List.of(new MaskRuleConfig("", originals(), this).rule(problems));
    }

    private List<MaskRule> several(List<String> problems) {
        if (!getList(MaskRuleConfig.FIELDS).isEmpty()) {
            problems.add("'fields' is set beside 'rules'. Put the fields into a rule.");
        }
        unknownRules(problems);
        List<MaskRule> all = new ArrayList<>();
        for (String name : getList(RULES)) {
            String prefix = RULES + "." + name + ".";
            all.add(MaskRuleConfig.of(prefix, originals(), this).rule(problems));
        }
        return all;
    }

    /** A rule that is not listed, or a setting that a rule does not have, would silently mask nothing. */
    private void unknownRules(List<String> problems) {
        Set<String> known = new HashSet<>();
        for (String rule : getList(RULES)) {
            MaskRuleConfig.DEF.names().forEach(key -> known.add(RULES + "." + rule + "." + key));
        }
        for (String key : new TreeSet<>(originals().keySet())) {
            if (key.startsWith(RULES + ".") && !known.contains(key)) {
                problems.add("Unknown configuration " + key + ". List its rule in 'rules', and use a rule's settings: "
                        + String.join(", ", MaskRuleConfig.DEF.names()) + ".");
            }
        }
    }

    /** With the key, which every rule shares; null where none is set. */
    public @Nullable KeyedHash keyedHash() {
        return hash;
    }

    public String keyId() {
        return getString(HMAC_KEY_ID);
    }

    private static void requireKey(String name, Object value) {
        if (value instanceof Password key && key.value().getBytes(StandardCharsets.UTF_8).length < MIN_KEY_BYTES) {
            throw new ConfigException("Invalid value [hidden] for configuration " + name + ": expected at least "
                    + MIN_KEY_BYTES + " bytes. Generate one, for example with: openssl rand -hex 32");
        }
    }

    private static void requireKeyId(String name, Object value) {
        if (!KEY_ID.matcher((String) value).matches()) {
            throw refusal(name, value, "expected up to 32 letters, digits, underscores, hyphens and dots", "none");
        }
    }
}
