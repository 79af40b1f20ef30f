"""What the codes of the SMS providers mean to us: of the answer to a call, and of a receipt.

Checked on 2026-11-25 against the providers' own lists: Tencent Cloud "短信 API 3.0 发送错误码" and "状态回执错误码"
(cloud.tencent.com/document/api/382/59177 and /382/3771, and errorcodes.py of its SDK); Alibaba Cloud "Error codes"
(alibabacloud.com/help/en/sms/developer-reference/error-codes). Both refuse an address as a template's parameter
(ProhibitedUseUrlInTemplateParameter, isv.PARAM_NOT_SUPPORT_URL): it stands in the template, and only a link's key is
handed over. A code after which the message may have gone out all the same leads to UNSURE, not to a second try.
"""

from collections.abc import Mapping

from leye.core.messages.channels import Answer, Code, Outcome, Why
from leye.core.messages.states import State

OUTCOMES: Mapping[State, Outcome] = {
    State.HANDED: Outcome.TAKEN,
    State.AGAIN: Outcome.AGAIN,
    State.FAILED: Outcome.NEVER,
    State.REFUSED: Outcome.NEVER,
}
TAKEN = Code(State.HANDED, Why.NONE)
BUSY, ACCOUNT = Code(State.AGAIN, Why.BUSY), Code(State.AGAIN, Why.ACCOUNT)
MAYBE = Code(State.UNSURE, Why.NO_ANSWER)
LIMIT, CONTENT = Code(State.FAILED, Why.DAY_LIMIT), Code(State.FAILED, Why.CONTENT)
DEAD, STOPPED = Code(State.FAILED, Why.DEAD_NUMBER), Code(State.REFUSED, Why.BLACKLISTED)
OFF = Code(State.FAILED, Why.SWITCHED_OFF)
GOT = Code(State.DELIVERED, Why.NONE)

TENCENT: Mapping[str, Code] = {
    "Ok": TAKEN,
    "FailedOperation.PhoneNumberInBlacklist": STOPPED,
    "FailedOperation.ContainSensitiveWord": CONTENT,
    "FailedOperation.TemplateIncorrectOrUnapproved": CONTENT,
    "FailedOperation.SignatureIncorrectOrUnapproved": ACCOUNT,
    "FailedOperation.InsufficientBalanceInSmsPackage": ACCOUNT,
    "InvalidParameterValue.IncorrectPhoneNumber": DEAD,
    "InvalidParameterValue.TemplateParameterLengthLimit": CONTENT,
    "InvalidParameterValue.TemplateParameterFormatError": CONTENT,
    "LimitExceeded.PhoneNumberDailyLimit": LIMIT,
    "LimitExceeded.PhoneNumberOneHourLimit": BUSY,
    "LimitExceeded.PhoneNumberThirtySecondLimit": BUSY,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": LIMIT,
    "LimitExceeded.DailyLimit": ACCOUNT,
    "RequestLimitExceeded": BUSY,
    "LimitExceeded.DeliveryFrequencyLimit": BUSY,
    "LimitExceeded.AppDailyLimit": ACCOUNT,
    "LimitExceeded.AppMainlandChinaDailyLimit": ACCOUNT,
    "FailedOperation.MarketingSendTimeConstraint": BUSY,  # sent between 8 and 22 only
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": CONTENT,
    "FailedOperation.TemplateUnapprovedOrNotExist": CONTENT,
    "FailedOperation.PhoneNumberParseFail": DEAD,
    "InvalidParameterValue.ContentLengthLimit": CONTENT,
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": CONTENT,
    "InvalidParameterValue.SdkAppIdNotExist": ACCOUNT,
    "InternalError": BUSY,
    "InternalError.Timeout": MAYBE,
    "InternalError.RequestTimeException": MAYBE,
    "InternalError.SendAndRecvFail": MAYBE,
    "InternalError.ParseBackendResponseFail": MAYBE,
    "InternalError.OtherError": MAYBE,
    "InternalError.UnknownError": MAYBE,
    "UnauthorizedOperation.ServiceSuspendDueToArrears": ACCOUNT,
    "AuthFailure.SignatureFailure": ACCOUNT,
    "AuthFailure.SecretIdNotFound": ACCOUNT,
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail": ACCOUNT,
}
ALIYUN: Mapping[str, Code] = {
    "OK": TAKEN,
    "isv.BLACK_KEY_CONTROL_LIMIT": CONTENT,
    "isv.SMS_TEMPLATE_ILLEGAL": CONTENT,
    "isv.TEMPLATE_MISSING_PARAMETERS": CONTENT,
    "isv.PARAM_LENGTH_LIMIT": CONTENT,
    "isv.MOBILE_NUMBER_ILLEGAL": DEAD,
    "isv.BUSINESS_LIMIT_CONTROL": LIMIT,
    "isv.DAY_LIMIT_CONTROL": ACCOUNT,
    "isv.PARAM_NOT_SUPPORT_URL": CONTENT,
    "isv.INVALID_JSON_PARAM": CONTENT,
    "isv.INVALID_PARAMETERS": CONTENT,
    "isv.PRODUCT_UN_SUBSCRIPT": ACCOUNT,
    "isv.ACCOUNT_NOT_EXISTS": ACCOUNT,
    "isv.ACCOUNT_ABNORMAL": ACCOUNT,
    "isv.BILLING_DEDUCTION_ERROR": ACCOUNT,
    "isp.UNKNOWN": MAYBE,
    "isp.GATEWAY_ERROR": MAYBE,
    "isv.SMS_SIGNATURE_ILLEGAL": ACCOUNT,
    "isv.AMOUNT_NOT_ENOUGH": ACCOUNT,
    "isv.OUT_OF_SERVICE": ACCOUNT,
    "isp.SYSTEM_ERROR": BUSY,
    "isp.RAM_PERMISSION_DENY": ACCOUNT,
    "Throttling.User": BUSY,
    "Throttling": BUSY,
    "ServiceUnavailable": BUSY,
    "SignatureDoesNotMatch": ACCOUNT,
    "InvalidAccessKeyId.NotFound": ACCOUNT,
}
# Of the operators' receipts, as both providers pass them on.
RECEIPTS: Mapping[str, Code] = {
    "DELIVRD": GOT,
    "DELIVERED": GOT,
    "UNDELIV": OFF,
    "MK:0001": DEAD, "MK:0000": DEAD, "MK:0012": DEAD, "SPACE_NUMBER": DEAD, "MOBILE_NOT_ON_SERVICE": DEAD,
    "MK:0004": OFF, "MK:0005": OFF, "MOBILE_SEND_LIMIT": LIMIT, "MOBILE_IN_BLACK": STOPPED,
    "BLACKLIST": STOPPED, "USER_REJECT": STOPPED, "CONTENT_KEYWORD": CONTENT, "TEMPLATE_ILLEGAL": CONTENT,
    "EXPIRED": Code(State.EXPIRED, Why.SWITCHED_OFF),
    "REJECTD": Code(State.FAILED, Why.CONTENT),
}  # fmt: skip
STRANGE = Code(State.FAILED, Why.UNKNOWN)


def answer(table: Mapping[str, Code], code: str, ref: str = "") -> Answer:
    """What a code of a call means; one that is not in the table is tried again, since we do not know it."""
    found = table.get(code, Code(State.AGAIN, Why.UNKNOWN))
    outcome = OUTCOMES.get(found.state, Outcome.UNSURE)
    return Answer(outcome, ref, code, found.why)


def receipt(code: str, has_arrived: bool) -> Code:
    """What a receipt means: its code where the table has it, else what the provider says of arrival."""
    return RECEIPTS.get(code, GOT if has_arrived else STRANGE)
