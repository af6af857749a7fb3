// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.corpus;

import io.millrace.converters.internal.avro.DataOption;
import io.millrace.converters.internal.avro.DataOptions;
import java.util.ArrayList;
import java.util.EnumSet;
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

    Switches and(DataOption option) {
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

    /** As settings of a converter, for the options that are not at their defaults. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        flipped.forEach(option -> settings.put(option.key(), String.valueOf(!option.isOnByDefault())));
        return settings;
    }

    /** None, each of {@code options} alone, and all of them. */
    static List<Switches> aloneAndTogether(Set<DataOption> options) {
        List<Switches> sets = new ArrayList<>(List.of(NONE));
        options.forEach(option -> sets.add(new Switches(Set.of(option))));
        sets.add(new Switches(options));
        return sets;
    }

    /** {@code connect.meta.data=false scrub.invalid.names=true}, or {@code defaults}. */
    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        settings().forEach((key, value) -> shown.add(key + "=" + value));
        return shown.isEmpty() ? "defaults" : String.join(" ", shown);
    }
}
