// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The settings of a converter made of others. Validation goes on into theirs, whose keys depend on what is set, so that
 * the worker says what is wrong with each under its whole key.
 */
public final class FallbackDef extends ConfigDef {
    /** The same for everyone. */
    public FallbackDef() {
        FallbackOptions.define(this);
    }

    @Override
    public List<ConfigValue> validate(Map<String, String> props) {
        List<ConfigValue> values = new ArrayList<>(super.validate(props));
        List<String> names = names(values);
        for (String name : names) {
            values.addAll(FallbackOptions.settings(name, props).problems());
        }
        String writer = props.get(FallbackOptions.WRITE_CONVERTER);
        if (writer != null && !writer.isEmpty() && !names.isEmpty() && !names.contains(writer)) {
            values.stream()
                    .filter(value -> value.name().equals(FallbackOptions.WRITE_CONVERTER))
                    .forEach(value -> value.addErrorMessage(String.valueOf(
                            FallbackOptions.unknownWriter(writer, names).getMessage())));
        }
        return values;
    }

    /** The converters; none if what names them is wrong itself. */
    private static List<String> names(List<ConfigValue> values) {
        for (ConfigValue value : values) {
            if (value.name().equals(FallbackOptions.CONVERTERS)
                    && value.errorMessages().isEmpty()
                    && value.value() instanceof List<?> names) {
                return names.stream().map(Object::toString).toList();
            }
        }
        return List.of();
    }
}
