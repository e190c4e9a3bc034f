// The program as its callers see it: what it prints where, and the code it ends with.
#pragma once

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

struct Said {
    int code = -1;
    QString out, err;
};

inline QString program() {
    return QCoreApplication::applicationDirPath() + "/../app/nueves";
}
inline QString scenarioFile(const QString& name) {
    return QString(NUEVES_SOURCE_DIR "/scenarios/") + name;
}

inline QProcessEnvironment plainEnvironment() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "NO_COLOR"}) environment.remove(name);
    environment.insert("LANG", "C.UTF-8");
    return environment;
}

inline Said nueves(const QStringList& arguments,
                   const QProcessEnvironment& environment = plainEnvironment()) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program(), arguments);
    Said said;
    if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit) return said;
    said.code = process.exitCode();
    said.out = QString::fromUtf8(process.readAllStandardOutput());
    said.err = QString::fromUtf8(process.readAllStandardError());
    return said;
}

inline QString written(const QTemporaryDir& folder, const QString& name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(text);
    return file.fileName();
}

// One machine that is down a tenth of the time: 10 h in 100 h. Exactly 0.1 in the long run.
inline QByteArray tenthDown(const QByteArray& target) {
    QByteArray text =
        "{'nueves': 1, 'title': {'es': 'Una', 'en': 'One'},"
        " 'parts': {'pc': {'failures': {'stop': {'every': 'Exp(90 h)', 'repair': 'Exp(10 h)'}}}},"
        " 'services': {'web': {'needs': 'pc'}},"
        " 'targets': {'goal': {'of': 'web', 'uptime': 'TARGET'}},"
        " 'designs': {'same': {},"
        "  'better': {'parts': {'pc': {'failures': {'stop': {'repair': 'Exp(1 h)'}}}}}}}";
    return text.replace("TARGET", target).replace('\'', '"');
}

inline QJsonObject jsonOf(const Said& said) {
    return QJsonDocument::fromJson(said.out.toUtf8()).object();
}
