// SPDX-License-Identifier: Apache-2.0
package io.millrace.records;

/** What {@code Versioned.version()} answers: the version that the plugin's jar was built as. */
public final class PluginVersion {
    private PluginVersion() {}

    /** The version in the manifest of {@code plugin}'s jar; {@code development} for classes that are in no jar. */
    public static String of(Class<?> plugin) {
        String version = plugin.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
