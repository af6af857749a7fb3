// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

import static io.millrace.records.ConfigChecks.oneOf;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Adds the settings of one group to a definition, in the order in which they are added. */
public final class OptionGroup {
    private final ConfigDef def;
    private final String group;
    private Importance importance = Importance.MEDIUM;
    private int order;

    public OptionGroup(ConfigDef def, String group) {
        this.def = def;
        this.group = group;
    }

    /** The importance of the settings that follow. */
    public OptionGroup importance(Importance ofThoseThatFollow) {
        this.importance = ofThoseThatFollow;
        return this;
    }

    /** One constant of {@code fallback}'s enum. */
    public <E extends Enum<E>> OptionGroup choice(String key, E fallback, String display, String doc) {
        return add(key, ConfigDef.Type.STRING, ConfigChecks.text(fallback), oneOf(fallback), display, doc);
    }

    /** A text; {@code validator} null lets any pass. */
    public OptionGroup text(String key, String fallback, @Nullable Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.STRING, fallback, validator, display, doc);
    }

    /** A text that has to be given. */
    public OptionGroup required(String key, Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, validator, display, doc);
    }

    /** A list that has to be given. */
    public OptionGroup requiredList(String key, Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.LIST, ConfigDef.NO_DEFAULT_VALUE, validator, display, doc);
    }

    /** A secret; without one, null. */
    public OptionGroup secret(String key, String display, String doc) {
        return add(key, ConfigDef.Type.PASSWORD, null, null, display, doc);
    }

    /** A secret that has to pass {@code validator}; without one, empty. */
    public OptionGroup secretText(String key, Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.PASSWORD, "", validator, display, doc);
    }

    public OptionGroup number(String key, int fallback, Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.INT, fallback, validator, display, doc);
    }

    public OptionGroup number(String key, long fallback, Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.LONG, fallback, validator, display, doc);
    }

    public OptionGroup list(String key, String fallback, @Nullable Validator validator, String display, String doc) {
        return add(key, ConfigDef.Type.LIST, fallback, validator, display, doc);
    }

    /** {@code fallback} is {@code true} or {@code false}. */
    public OptionGroup flag(String key, String fallback, String display, String doc) {
        return add(key, ConfigDef.Type.BOOLEAN, fallback, null, display, doc);
    }

    private OptionGroup add(
            String key,
            ConfigDef.Type type,
            @Nullable Object fallback,
            @Nullable Validator validator,
            String display,
            String doc) {
        Width width = type == ConfigDef.Type.LIST ? Width.LONG : Width.MEDIUM;
        def.define(key, type, fallback, validator, importance, doc, group, ++order, width, display);
        return this;
    }
}
