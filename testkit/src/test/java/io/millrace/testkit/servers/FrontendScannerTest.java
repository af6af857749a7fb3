// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontendScannerTest {
    @Test
    void knowsStatementsByTheirNames() throws IOException {
        byte[] stream = join(
                Wire.encryptionRequest(),
                Wire.startup(),
                Wire.message('Q', "BEGIN\0"),
                Wire.message('P', "S_1\0COMMIT\0\0\0"),
                Wire.message('B', "\0S_1\0\0\0\0\0\0\0"),
                Wire.message('E', "\0\0\0\0\0"),
                Wire.message('S', ""),
                Wire.message('B', "\0S_2\0\0\0\0\0\0\0"),
                Wire.message('d', "row"),
                Wire.message('c', ""));

        assertThat(messages(stream))
                .containsExactly(
                        new FrontendMessage(FrontendMessage.STARTUP, ""),
                        new FrontendMessage(FrontendMessage.STARTUP, ""),
                        new FrontendMessage('Q', "BEGIN"),
                        new FrontendMessage('P', "COMMIT"),
                        new FrontendMessage('B', "COMMIT"),
                        new FrontendMessage('E', "COMMIT"),
                        new FrontendMessage('S', ""),
                        new FrontendMessage('B', ""),
                        new FrontendMessage('d', ""),
                        new FrontendMessage('c', ""));
    }

    @Test
    void keepsTheBytesOfEachMessage() throws IOException {
        byte[] query = Wire.message('Q', "SELECT 'ä'\0");
        FrontendScanner scanner =
                new FrontendScanner(new ByteArrayInputStream(join(Wire.encryptionRequest(), Wire.startup(), query)));

        assertThat(scanner.next()).satisfies(frame -> {
            assertThat(frame.asksForEncryption()).isTrue();
            assertThat(frame.bytes()).isEqualTo(Wire.encryptionRequest());
        });
        assertThat(scanner.next()).satisfies(frame -> {
            assertThat(frame.asksForEncryption()).isFalse();
            assertThat(frame.bytes()).isEqualTo(Wire.startup());
        });
        assertThat(scanner.next()).satisfies(frame -> assertThat(frame.bytes()).isEqualTo(query));
        assertThat(scanner.next()).isNull();
    }

    @Test
    void endsWithinAMessage() throws IOException {
        byte[] query = Wire.message('Q', "SELECT 1\0");
        byte[] cut = join(Wire.startup(), Arrays.copyOf(query, query.length - 1));

        assertThat(messages(cut)).containsExactly(new FrontendMessage(FrontendMessage.STARTUP, ""));
    }

    private static List<FrontendMessage> messages(byte[] stream) throws IOException {
        FrontendScanner scanner = new FrontendScanner(new ByteArrayInputStream(stream));
        List<FrontendMessage> found = new ArrayList<>();
        for (FrontendScanner.Frame frame = scanner.next(); frame != null; frame = scanner.next()) {
            found.add(frame.message());
        }
        return found;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
