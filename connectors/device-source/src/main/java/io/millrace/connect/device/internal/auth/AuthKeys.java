// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.auth;

import java.util.List;
import java.util.stream.Stream;

/**
 * The settings that a way of authenticating uses.
 *
 * @param needed those that it must have
 * @param possible those that it may have
 */
record AuthKeys(List<String> needed, List<String> possible) {
    AuthKeys {
        needed = List.copyOf(needed);
        possible = List.copyOf(possible);
    }

    boolean uses(String key) {
        return needed.contains(key) || possible.contains(key);
    }

    List<String> all() {
        return Stream.concat(needed.stream(), possible.stream()).distinct().toList();
    }
}
