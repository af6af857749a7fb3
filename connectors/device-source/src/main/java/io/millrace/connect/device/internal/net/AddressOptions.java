// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import io.millrace.records.ConfigChecks;
import io.millrace.records.OptionGroup;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Which addresses requests may go to: the settings {@code http.addresses.*}. */
public final class AddressOptions {
    public static final String DENY = "http.addresses.deny";
    public static final String ALLOW = "http.addresses.allow";

    private static final String DENIED = "link-local,metadata,multicast,unspecified,reserved";

    private AddressOptions() {}

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        new OptionGroup(def, "Addresses")
                .list(
                        DENY,
                        DENIED,
                        ranges(),
                        "Denied addresses",
                        "Addresses that no connection goes to, checked after DNS and on every redirect: loopback,"
                                + " private, link-local, metadata (of cloud machines), multicast, unspecified, reserved,"
                                + " single addresses, and ranges such as 10.0.0.0/8.")
                .list(
                        ALLOW,
                        "",
                        ranges(),
                        "Allowed addresses",
                        "Addresses that connections go to although they are denied, in the same terms.");
    }

    public static AddressGuard guard(AbstractConfig config) {
        return new AddressGuard(AddressRules.of(config.getList(DENY), config.getList(ALLOW)));
    }

    private static Validator ranges() {
        return ConfigChecks.described(
                (name, value) -> {
                    try {
                        AddressRules.of(
                                ((List<?>) value).stream().map(String::valueOf).toList(), List.of());
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException("Invalid value for configuration " + name + ": " + e.getMessage()
                                + " (expected loopback, private, link-local, metadata, multicast, unspecified, reserved,"
                                + " an address, or a range such as 10.0.0.0/8). Correct it.");
                    }
                },
                "kinds of addresses, addresses, ranges");
    }
}
