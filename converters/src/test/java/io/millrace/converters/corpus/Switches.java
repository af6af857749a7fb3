// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sets of data options that are not at their defaults. */
record Switches(Set<DataOption> flipped) {
    static final Switches NONE = new Switches(Set.of());

    Switches {
        flipped = Set.copyOf(flipped);
    }

    /** Every combination of {@code options}, the one that flips none of them first. */
    static List<Switches> combinations(Set<DataOption> options) {
        List<Switches> all = new ArrayList<>(List.of(NONE));
        for (DataOption option : DataOption.values()) {
            if (options.contains(option)) {
                List<Switches> more = all.stream().map(set -> set.and(option)).toList();
                all.addAll(more);
            }
        }
        return all;
    }

    private Switches and(DataOption option) {
        EnumSet<DataOption> more = EnumSet.of(option);
        more.addAll(flipped);
        return new Switches(more);
    }

    Switches without(DataOption option) {
        EnumSet<DataOption> less = EnumSet.noneOf(DataOption.class);
        less.addAll(flipped);
        less.remove(option);
        return new Switches(less);
    }

    DataOptions options() {
        DataOptions options = DataOptions.DEFAULTS;
        for (DataOption option : flipped) {
            options = option.isOnByDefault() ? options.without(option) : options.with(option);
        }
        return options;
    }

    /** As settings of a converter, those at their defaults too. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (DataOption option : DataOption.values()) {
            settings.put(option.key(), String.valueOf(option.isOnByDefault() != flipped.contains(option)));
        }
        return settings;
    }

    /** {@code connect.meta.data=false scrub.invalid.names=true}, or {@code defaults}. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        flipped.forEach(option -> shown.put(option.key(), option.key() + "=" + !option.isOnByDefault()));
        return shown.isEmpty() ? "defaults" : String.join(" ", shown.values());
    }
}
