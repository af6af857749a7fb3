// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;

class AvroConverterTest {
    @Test
    void isFoundByServiceLoaderWithItsVersionAndOptions() {
        Converter converter = ServiceLoader.load(Converter.class).stream()
                .filter(provider -> provider.type() == AvroConverter.class)
                .findFirst()
                .orElseThrow()
                .get();

        assertThat(converter).isInstanceOf(Versioned.class);
        assertThat(((Versioned) converter).version()).isNotBlank();
        assertThat(converter.config().names()).contains("schema.registry.url", "auto.register.schemas");
    }

    @Test
    void archiveNeedsNoCompressionLibrary() {
        assertThatThrownBy(() -> Class.forName("org.apache.commons.compress.utils.Lists"))
                .as("the other tests prove something only without it")
                .isInstanceOf(ClassNotFoundException.class);
    }
}
