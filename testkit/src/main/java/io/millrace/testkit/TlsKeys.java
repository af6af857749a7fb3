// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A new key with a self-signed certificate, made by the JDK's keytool, in the formats that servers and drivers read.
 *
 * @param certificate PEM
 * @param pemKey PKCS#8 in PEM
 * @param derKey PKCS#8 in DER
 * @param store PKCS#12 with both under the alias {@code user}, and {@link #PASSWORD}
 */
public record TlsKeys(Path certificate, Path pemKey, Path derKey, Path store) {
    public static final String PASSWORD = "pa55word";

    private static final String ALIAS = "user"; // the one that PostgreSQL's driver looks for

    /**
     * Makes files that begin with {@code name}.
     *
     * @param san whom the certificate is for: {@code ip:127.0.0.1}, {@code dns:db.example}
     */
    public static TlsKeys make(Path dir, String name, String san) {
        Path file = dir.resolve(name + ".p12");
        keytool(file, name, san);
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            byte[] certificate = store.getCertificate(ALIAS).getEncoded();
            byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
            return new TlsKeys(
                    Files.writeString(dir.resolve(name + ".crt"), pem("CERTIFICATE", certificate)),
                    secret(dir.resolve(name + ".pem"), pem("PRIVATE KEY", key).getBytes(StandardCharsets.US_ASCII)),
                    secret(dir.resolve(name + ".pk8"), key),
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody else may read it, or servers and drivers would not take it. */
    private static Path secret(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static void keytool(Path store, String name, String san) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + san,
                "-validity",
                "36500",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-noprompt");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
