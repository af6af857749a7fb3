// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** Looks at the files of keys and certificates before the driver does. */
final class TlsFiles {
    private TlsFiles() {}

    static List<Problem> problems(ConnectionOptions config) {
        List<Problem> problems = new ArrayList<>();
        checkCertificates(ConnectionOptions.SSL_ROOT_CERT, config.sslRootCert(), problems);
        checkCertificates(ConnectionOptions.SSL_CERT, config.sslCert(), problems);
        checkReadable(ConnectionOptions.SSL_KEY, config.sslKey(), problems);
        return problems;
    }

    /** The algorithm of a certificate's key, which the driver does not find out for a PEM file; empty if unreadable. */
    static String keyAlgorithm(String certificate) {
        if (certificate.isEmpty()) {
            return "";
        }
        try (InputStream in = Files.newInputStream(Path.of(certificate))) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getAlgorithm();
        } catch (IOException | CertificateException e) {
            return ""; // said when the driver connects
        }
    }

    private static void checkCertificates(String key, String file, List<Problem> problems) {
        if (!checkReadable(key, file, problems)) {
            return;
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                problems.add(new Problem(key, refusal(key, file, "no certificate")));
            }
        } catch (CertificateException e) {
            problems.add(new Problem(key, refusal(key, file, "something else")));
        } catch (IOException e) {
            problems.add(new Problem(key, refusal(key, file, e.toString())));
        }
    }

    private static String refusal(String key, String file, String found) {
        return "Cannot use " + key + ": found " + found + " (expected PEM certificates) in " + file
                + ". Correct the file, on every worker.";
    }

    /** Whether a file is given and can be read. */
    private static boolean checkReadable(String key, String file, List<Problem> problems) {
        if (file.isEmpty()) {
            return false;
        }
        boolean readable = Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file));
        if (!readable) {
            problems.add(new Problem(
                    key,
                    "Cannot use " + key + ": found no file that the worker can read at " + file
                            + ". Put it there, on every worker, or correct the path."));
        }
        return readable;
    }
}
