// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuratedSettingsTest {
    @Test
    void readsSecretsWhereTheyAreUsed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("registry.properties"), "login=reader:secret\n");
        CuratedSettings settings = CuratedSettings.of(
                Map.of("schema.registry.url", "http://r", "basic.auth.user.info", "${file:" + file + ":login}"));

        assertThat(settings.resolved()).containsEntry("basic.auth.user.info", "reader:secret");
        assertThat(settings.toString()).doesNotContain("secret", "http://r").contains("basic.auth.user.info");
    }

    @Test
    void readsTheEnvironment() {
        assertThat(CuratedSettings.resolve(Map.of("a", "${env:PATH}"))).containsEntry("a", System.getenv("PATH"));
    }
}
