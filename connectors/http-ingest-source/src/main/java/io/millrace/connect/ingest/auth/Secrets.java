// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.auth;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;

/** Several secrets in one setting, with a comma or a line end between them. */
final class Secrets {
    private Secrets() {}

    static List<String> of(AbstractConfig config, String key) {
        Password secrets = config.getPassword(key);
        return secrets == null ? List.of() : split(secrets.value());
    }

    /** Without the blanks around each; what is blank is none. */
    static List<String> split(String text) {
        List<String> secrets = new ArrayList<>();
        for (String each : text.split("[,\r\n]", -1)) {
            if (!each.isBlank()) {
                secrets.add(each.strip());
            }
        }
        return secrets;
    }
}
